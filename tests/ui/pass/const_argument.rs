// A context with a const argument.
#![allow(dead_code, unused_variables)]
include!("../parts/context.rs");

pub struct G<const N: usize>;
#[churnkey::controller]
impl Customers for G<{ 3 }> {
    async fn retrieve(&self, id: CustomerId) -> Result<Customer> {
        drop(id);
        Err(Error::bad_request("x"))
    }
}

fn main() {}
