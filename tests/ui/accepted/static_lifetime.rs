//! A context that borrows for ever.

merchant!();

pub struct G<'a>(&'a str);
#[churnkey::controller]
impl Customers for G<'static> {
    async fn retrieve(&self, id: CustomerId) -> Result<Customer> {
        drop(id);
        Err(Error::bad_request("x"))
    }
}
