//! A merchant who depends on churnkey-runtime, with a context of each kind.

use churnkey_runtime::prelude::*;

struct Billing;

#[churnkey_runtime::controller]
impl Customers for Billing {
    async fn retrieve(&self, id: CustomerId) -> Result<Customer> {
        Ok(Customer::new(id))
    }
}

struct Generic<T>(T);

#[churnkey_runtime::controller]
impl<T> Customers for Generic<T> {
    async fn retrieve(&self, id: CustomerId) -> Result<Customer> {
        Ok(Customer::new(id))
    }
}

churnkey_runtime::register!(Generic<u8>: Customers);
