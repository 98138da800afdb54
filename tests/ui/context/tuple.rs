// A tuple.
#![allow(dead_code, unused)]
include!("../parts/context.rs");

#[churnkey::controller]
impl Customers for (Billing, u32) {
    async fn retrieve(&self, id: CustomerId) -> Result<Customer> {
        drop(id);
        Err(Error::bad_request("x"))
    }
}

fn main() {}
