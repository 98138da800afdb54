//! What Churnkey reads.

use churnkey::prelude::*;

use crate::billing::Billing;

#[churnkey::controller]
impl Customers for Billing {
    async fn retrieve(&self, id: CustomerId) -> Result<Customer> {
        self.customer(&id).cloned()
    }
}

#[churnkey::controller]
impl Prices for Billing {
    async fn retrieve(&self, id: PriceId) -> Result<Price> {
        let found = self.prices.iter().find(|price| price.id == id).cloned();
        found.ok_or_else(|| Error::not_found(format!("price {id} does not exist")))
    }

    async fn list(&self, page: PageRequest) -> Result<Page<Price>> {
        Page::slice(&self.prices, &page)
    }
}

#[churnkey::controller]
impl Subscriptions for Billing {
    async fn retrieve(&self, key: SubscriptionKey) -> Result<Subscription> {
        self.subscription(&key)
    }

    async fn list(&self, customer: CustomerId, page: PageRequest) -> Result<Page<Subscription>> {
        self.customer(&customer)?;
        self.subscriptions(&page)
    }
}
