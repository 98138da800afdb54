// A `Result` of a type of the merchant's own.
#![allow(dead_code, unused_variables)]
include!("../parts/merchant.rs");
merchant!(prices subscriptions coupons cancel apply_coupon change_price uses);

struct Other;
#[churnkey::controller]
impl Customers for Billing {
    async fn retrieve(&self, id: CustomerId) -> Result<Other> {
        todo!()
    }
}

fn main() {}
