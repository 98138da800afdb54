// A mistake of ours and one of Rust in a body: each is reported.
include!("../parts/context.rs");
include!("../parts/prices.rs");
include!("../parts/subscriptions.rs");
include!("../parts/coupons.rs");
include!("../parts/cancel.rs");
include!("../parts/apply_coupon.rs");
include!("../parts/change_price.rs");
include!("../parts/uses.rs");

#[churnkey::controller]
impl Customers for Billing {
    async fn retreive(&self, id: CustomerId) -> Result<Customer> {
        self.database.customer(id)
    }
}

fn main() {}
