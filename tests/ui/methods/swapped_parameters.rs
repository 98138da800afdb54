// Two parameters swapped.
#![allow(dead_code, unused_variables)]
include!("../parts/context.rs");
include!("../parts/customers.rs");
include!("../parts/prices.rs");
include!("../parts/products.rs");
include!("../parts/families.rs");
include!("../parts/coupons.rs");
include!("../parts/cancel.rs");
include!("../parts/pause.rs");
include!("../parts/apply_coupon.rs");
include!("../parts/change_price.rs");
include!("../parts/extend_trial.rs");
include!("../parts/uses.rs");

#[churnkey::controller]
impl Subscriptions for Billing {
    async fn retrieve(&self, key: SubscriptionKey) -> Result<Subscription> {
        drop(key);
        Err(Error::bad_request("x"))
    }
    async fn list(&self, page: PageRequest, customer: CustomerId) -> Result<Page<Subscription>> {
        drop((page, customer));
        Err(Error::bad_request("x"))
    }
}

fn main() {}
