//! A merchant who denies every warning, missing documentation and unsafe code.

#![deny(missing_docs, warnings, clippy::pedantic)]
#![forbid(unsafe_code)]

use churnkey::prelude::*;

/// The context.
pub struct Billing;

#[churnkey::controller]
impl Customers for Billing {
    async fn retrieve(&self, id: CustomerId) -> Result<Customer> {
        Ok(Customer::new(id))
    }
}

#[churnkey::controller]
impl Prices for Billing {
    async fn retrieve(&self, id: PriceId) -> Result<Price> {
        Err(Error::not_found(format!("{id} does not exist")))
    }

    async fn list(&self, page: PageRequest) -> Result<Page<Price>> {
        Page::slice(&[], &page)
    }
}

#[churnkey::controller]
impl Subscriptions for Billing {
    async fn retrieve(&self, key: SubscriptionKey) -> Result<Subscription> {
        Err(Error::not_found(format!("{} does not exist", key.subscription_id)))
    }
}

#[churnkey::action(cancel, schedules(immediate, end_of_period), unpause)]
async fn cancel(billing: &Billing, options: CancelOptions) -> Result<()> {
    Subscriptions::retrieve(billing, options.subscription()).await?;
    Ok(())
}

fn serves() {
    drop(churnkey::serve(Billing));
}
