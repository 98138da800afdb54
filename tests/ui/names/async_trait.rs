// `async_trait` on the block.
include!("../parts/context.rs");
include!("../parts/prices.rs");
include!("../parts/subscriptions.rs");
include!("../parts/coupons.rs");
include!("../parts/apply_coupon.rs");
include!("../parts/change_price.rs");
include!("../parts/cancel.rs");
include!("../parts/uses.rs");

#[churnkey::controller]
#[async_trait::async_trait]
impl Customers for Billing {
    async fn retrieve(&self, id: CustomerId) -> Result<Customer> {
        Ok(Customer::new(id))
    }
}

fn main() {}
