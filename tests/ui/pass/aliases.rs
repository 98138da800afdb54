// Aliases of the types.
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

type Id = CustomerId;
type Answer = Result<Customer>;
use PageRequest as Req;
#[churnkey::controller]
impl Customers for Billing {
    async fn retrieve(&self, id: Id) -> Answer {
        drop(id);
        Err(Error::bad_request("x"))
    }
    async fn list(&self, page: Req) -> Result<Page<Customer>> {
        drop(page);
        Err(Error::bad_request("x"))
    }
}

fn main() {}
