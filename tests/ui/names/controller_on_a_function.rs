// `controller` on a function.
#![allow(dead_code, unused_variables)]
include!("../parts/context.rs");
include!("../parts/prices.rs");
include!("../parts/products.rs");
include!("../parts/families.rs");
include!("../parts/subscriptions.rs");
include!("../parts/coupons.rs");
include!("../parts/cancel.rs");
include!("../parts/pause.rs");
include!("../parts/apply_coupon.rs");
include!("../parts/change_price.rs");
include!("../parts/extend_trial.rs");
include!("../parts/uses.rs");

#[churnkey::controller]
async fn retrieve(b: &Billing, id: CustomerId) -> Result<Customer> {
    Err(Error::bad_request("x"))
}

fn main() {}
