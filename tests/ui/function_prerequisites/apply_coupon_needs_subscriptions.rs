// A function for ApplyCoupon without Subscriptions, which Cancel needs too.
include!("../parts/context.rs");
include!("../parts/customers.rs");
include!("../parts/prices.rs");
include!("../parts/coupons.rs");
include!("../parts/cancel.rs");

#[churnkey::action(apply_coupon)]
async fn apply_coupon(_: &Billing, _: ApplyCouponOptions) -> Result<()> {
    Ok(())
}

fn main() {}
