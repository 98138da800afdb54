// A context that threads cannot share.
#![allow(dead_code, unused_variables)]
include!("../parts/context.rs");

pub struct G(std::rc::Rc<()>);
#[churnkey::controller]
impl Customers for G {
    async fn retrieve(&self, id: CustomerId) -> Result<Customer> {
        drop(id);
        Err(Error::bad_request("x"))
    }
}

fn main() {}
