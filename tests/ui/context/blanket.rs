// A module for every type.
#![allow(dead_code, unused)]
include!("../parts/context.rs");

#[churnkey::controller]
impl<T> Customers for T {
    async fn retrieve(&self, id: CustomerId) -> Result<Customer> {
        drop(id);
        Err(Error::bad_request("x"))
    }
}

fn main() {}
