// Wrong return types, each reported.
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
impl Customers for Billing {
    async fn retrieve(&self, id: CustomerId) -> Customer {
        drop(id);
        todo!()
    }
    async fn list(&self, page: PageRequest) -> Result<Vec<Customer>> {
        drop(page);
        Err(Error::bad_request("x"))
    }
    async fn find_by_email(&self, email: &str) -> Result<Option<Customer>> {
        let _ = email;
        Err(Error::bad_request("x"))
    }
}

fn main() {}
