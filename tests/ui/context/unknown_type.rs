// A type that does not exist.
#![allow(dead_code, unused_variables)]
include!("../parts/context.rs");

#[churnkey::controller]
impl Customers for Bill {
    async fn retrieve(&self, id: CustomerId) -> Result<Customer> {
        drop(id);
        Err(Error::bad_request("x"))
    }
}

fn main() {}
