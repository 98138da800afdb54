// A required method is missing.
#![allow(dead_code, unused_variables)]
include!("../parts/context.rs");
include!("../parts/customers.rs");
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
impl Prices for Billing {
    async fn retrieve(&self, id: PriceId) -> Result<Price> {
        drop(id);
        Err(Error::bad_request("x"))
    }
}
async fn u(b: &Billing, p: PageRequest) {
    let _ = Prices::list(b, p).await;
}

fn main() {}
