//! A context with a const argument.
#![allow(unused_braces, reason = "a merchant may write them")]

merchant!();

pub struct G<const N: usize>;
#[churnkey::controller]
impl Customers for G<{ 3 }> {
    async fn retrieve(&self, id: CustomerId) -> Result<Customer> {
        drop(id);
        Err(Error::bad_request("x"))
    }
}
