// An enum of the merchant's that is no `std::error::Error`.
use churnkey::prelude::*;

pub struct Billing;

#[derive(Debug)]
enum BillingError {
    NotFound,
}

fn name(_: &CustomerId) -> Result<String, BillingError> {
    Err(BillingError::NotFound)
}

#[churnkey::controller]
impl Customers for Billing {
    async fn retrieve(&self, id: CustomerId) -> Result<Customer> {
        let name = name(&id)?;
        Ok(Customer::new(id).name(name))
    }
}

fn main() {}
