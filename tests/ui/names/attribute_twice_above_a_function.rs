// The same attribute twice above one function.
include!("../parts/context.rs");
include!("../parts/customers.rs");
include!("../parts/prices.rs");
include!("../parts/subscriptions.rs");
include!("../parts/coupons.rs");
include!("../parts/cancel.rs");
include!("../parts/change_price.rs");
include!("../parts/uses.rs");

#[churnkey::action(apply_coupon)]
/// Documented.
#[churnkey::action(apply_coupon)]
async fn apply(_: &Billing, _: ApplyCouponOptions) -> Result<()> {
    Ok(())
}

fn main() {}
