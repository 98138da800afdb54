// Lifetimes, a `where` clause and documentation on a function.
#![allow(dead_code, unused_variables)]
include!("../parts/context.rs");
include!("../parts/customers.rs");
include!("../parts/prices.rs");
include!("../parts/products.rs");
include!("../parts/families.rs");
include!("../parts/subscriptions.rs");
include!("../parts/coupons.rs");
include!("../parts/cancel.rs");
include!("../parts/pause.rs");
include!("../parts/change_price.rs");
include!("../parts/extend_trial.rs");

/// docs
#[churnkey::action(apply_coupon)]
#[allow(clippy::all)]
pub async fn f<'a>(b: &'a Billing, options: ApplyCouponOptions) -> Result<()>
where
    Billing: 'a,
{
    drop((b, options));
    Ok(())
}
async fn u(b: &Billing) {
    let _ = f(b, todo!()).await;
    let _ = ApplyCoupon::handle(b, todo!()).await;
}

fn main() {}
