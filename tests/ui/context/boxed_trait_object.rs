// A boxed trait object.
#![allow(dead_code, unused)]
include!("../parts/context.rs");

pub trait Db {}
#[churnkey::controller]
impl Customers for Box<dyn Db> {
    async fn retrieve(&self, id: CustomerId) -> Result<Customer> {
        drop(id);
        Err(Error::bad_request("x"))
    }
}

fn main() {}
