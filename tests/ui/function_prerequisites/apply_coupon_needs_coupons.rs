// A function for ApplyCoupon without Coupons.
include!("../parts/merchant.rs");
merchant!(customers prices subscriptions cancel);

#[churnkey::action(apply_coupon)]
async fn apply_coupon(_: &Billing, _: ApplyCouponOptions) -> Result<()> {
    Ok(())
}

fn main() {}
