// The same module twice for one context.
#![allow(dead_code, unused_variables)]
include!("../parts/merchant.rs");
merchant!(prices subscriptions coupons cancel apply_coupon change_price uses);

#[churnkey::controller]
impl Customers for Billing {
    async fn retrieve(&self, id: CustomerId) -> Result<Customer> {
        todo!()
    }
}
#[churnkey::controller]
impl Customers for Billing {
    async fn retrieve(&self, id: CustomerId) -> Result<Customer> {
        todo!()
    }
}

fn main() {}
