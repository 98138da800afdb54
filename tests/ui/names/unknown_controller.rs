// A controller that does not exist.
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
include!("../parts/apply_coupon.rs");
include!("../parts/change_price.rs");
include!("../parts/extend_trial.rs");
include!("../parts/uses.rs");

#[churnkey::controller]
impl Invoices for Billing {
    async fn retrieve(&self, id: PriceId) -> Result<Price> {
        drop(id);
        Err(Error::bad_request("x"))
    }
}

fn main() {}
