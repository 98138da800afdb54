// An error of actix-web's, which other threads cannot have.
use churnkey::prelude::*;

pub struct Billing;

fn fetch(id: &CustomerId) -> Result<String, churnkey::actix_web::Error> {
    Err(churnkey::actix_web::error::ErrorBadGateway(format!("no answer about {id}")))
}

#[churnkey::controller]
impl Customers for Billing {
    async fn retrieve(&self, id: CustomerId) -> Result<Customer> {
        let name = fetch(&id)?;
        Ok(Customer::new(id).name(name))
    }
}

fn main() {}
