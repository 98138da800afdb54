// The crate under another name.
extern crate churnkey as ck;

use ck::prelude::*;

struct Billing;

#[ck::controller(crate = ::ck)]
impl Customers for Billing {
    async fn retrieve(&self, id: CustomerId) -> Result<Customer> {
        Ok(Customer::new(id))
    }
}

fn main() {
    let _ = Billing;
}
