// A function for ApplyCoupon without Subscriptions, which Cancel needs too.
include!("../parts/merchant.rs");
merchant!(customers prices coupons cancel);

#[churnkey::action(apply_coupon)]
async fn apply_coupon(_: &Billing, _: ApplyCouponOptions) -> Result<()> {
    Ok(())
}

fn main() {}
