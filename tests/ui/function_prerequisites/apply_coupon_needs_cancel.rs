// A function for ApplyCoupon without Cancel.
include!("../parts/merchant.rs");
merchant!(customers prices subscriptions coupons);

#[churnkey::action(apply_coupon)]
async fn apply_coupon(_: &Billing, _: ApplyCouponOptions) -> Result<()> {
    Ok(())
}

fn main() {}
