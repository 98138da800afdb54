// A context with a const parameter.
#![allow(dead_code, unused_variables)]
include!("../parts/context.rs");

pub struct G<const N: usize>;
#[churnkey::controller]
impl<const N: usize> Customers for G<N> {
    async fn retrieve(&self, id: CustomerId) -> Result<Customer> {
        drop(id);
        Err(Error::bad_request("x"))
    }
}

fn main() {}
