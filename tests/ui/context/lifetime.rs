// A context that borrows.
#![allow(dead_code, unused_variables)]
include!("../parts/context.rs");

pub struct G<'a>(&'a str);
#[churnkey::controller]
impl<'a> Customers for G<'a> {
    async fn retrieve(&self, id: CustomerId) -> Result<Customer> {
        drop(id);
        Err(Error::bad_request("x"))
    }
}

fn main() {}
