//! What is open in the editor: the same merchant twice, plain and generic.

use churnkey::prelude::*;

pub(crate) trait Store {
    async fn customer(&self, id: &str) -> Result<Customer>;
}

pub(crate) struct Postgres;

impl Store for Postgres {
    async fn customer(&self, id: &str) -> Result<Customer> {
        Ok(Customer::new(id))
    }
}

pub(crate) struct Plain {
    store: Postgres,
}

#[churnkey::controller]
impl Customers for Plain {
    async fn retrieve(&self, id: CustomerId) -> Result<Customer> {
        self.store.customer(id.as_str()).await
    }
}

pub(crate) struct Billing<S> {
    store: S,
}

#[churnkey::controller]
impl<S: Store> Customers for Billing<S> {
    async fn retrieve(&self, id: CustomerId) -> Result<Customer> {
        self.store.customer(id.as_str()).await
    }
}

#[churnkey::controller]
impl<S: Store> Prices for Billing<S> {
    async fn retrieve(&self, id: PriceId) -> Result<Price> {
        Err(Error::not_found(format!("{id} does not exist")))
    }

    async fn list(&self, page: PageRequest) -> Result<Page<Price>> {
        Page::slice(&[], &page)
    }
}

#[churnkey::controller]
impl<S: Store> Subscriptions for Billing<S> {
    async fn retrieve(&self, key: SubscriptionKey) -> Result<Subscription> {
        Err(Error::not_found(format!("{} does not exist", key.subscription_id)))
    }
}

#[churnkey::action(cancel, schedules(immediate))]
async fn cancel<S: Store>(billing: &Billing<S>, options: CancelOptions) -> Result<()> {
    billing.store.customer(options.customer_id.as_str()).await.map(drop)
}

churnkey::register!(Billing<Postgres>: Customers, Prices, Subscriptions, Cancel);
