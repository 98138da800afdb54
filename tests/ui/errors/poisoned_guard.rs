// A guard that may be poisoned, by `?` and by `Error::internal`.
use std::sync::Mutex;

use churnkey::prelude::*;

pub struct Billing(Mutex<u64>);

impl Billing {
    fn balance(&self) -> Result<u64> {
        Ok(*self.0.lock()?)
    }

    fn owed(&self) -> Result<u64> {
        match self.0.lock() {
            Ok(balance) => Ok(*balance),
            Err(poisoned) => Err(Error::internal(poisoned)),
        }
    }
}

#[churnkey::controller]
impl Customers for Billing {
    async fn retrieve(&self, id: CustomerId) -> Result<Customer> {
        let name = format!("{} of {}", self.balance()?, self.owed()?);
        Ok(Customer::new(id).name(name))
    }
}

fn main() {}
