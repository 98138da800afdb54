//! A merchant who depends on churnkey-runtime.

use churnkey_runtime::prelude::*;

struct Billing;

#[churnkey_runtime::controller]
impl Customers for Billing {
    async fn retrieve(&self, id: CustomerId) -> Result<Customer> {
        Ok(Customer::new(id))
    }
}
