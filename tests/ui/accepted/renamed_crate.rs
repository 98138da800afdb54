//! The crate under another name, which `main.rs` gives it.

use ck::prelude::*;

struct Billing;

#[ck::controller(crate = ::ck)]
impl Customers for Billing {
    async fn retrieve(&self, id: CustomerId) -> Result<Customer> {
        Ok(Customer::new(id))
    }
}
