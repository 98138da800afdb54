// A mistake of ours and one of Rust in a body: each is reported.
include!("../parts/merchant.rs");
merchant!(prices subscriptions coupons cancel apply_coupon change_price uses);

#[churnkey::controller]
impl Customers for Billing {
    async fn retreive(&self, id: CustomerId) -> Result<Customer> {
        self.database.customer(id)
    }
}

fn main() {}
