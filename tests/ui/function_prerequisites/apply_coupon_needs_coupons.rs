// A function for ApplyCoupon without Coupons.
include!("../parts/context.rs");
include!("../parts/customers.rs");
include!("../parts/prices.rs");
include!("../parts/subscriptions.rs");
include!("../parts/cancel.rs");

#[churnkey::action(apply_coupon)]
async fn apply_coupon(_: &Billing, _: ApplyCouponOptions) -> Result<()> {
    Ok(())
}

fn main() {}
