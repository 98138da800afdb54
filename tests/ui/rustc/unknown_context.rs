// A type that does not exist.
#![allow(dead_code, unused_variables)]
include!("../parts/merchant.rs");
merchant!();

#[churnkey::controller]
impl Customers for Bill {
    async fn retrieve(&self, id: CustomerId) -> Result<Customer> {
        todo!()
    }
}

fn main() {}
