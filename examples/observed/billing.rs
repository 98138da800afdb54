//! The merchant itself, which knows nothing about logs and metrics.

use churnkey::prelude::*;

pub(crate) struct Billing {
    customers: Vec<Customer>,
    prices: Vec<Price>,
}

impl Billing {
    pub(crate) fn sample() -> Self {
        let customer = Customer::new("u_1001").name("Mina").email("mina@example.org");
        let price =
            Price::standalone("p_m", BillingCycle::MONTHLY, Amount::flat(Currency::EUR, 900));
        Self { customers: vec![customer], prices: vec![price] }
    }
}

#[churnkey::controller]
impl Customers for Billing {
    async fn retrieve(&self, id: CustomerId) -> Result<Customer> {
        let found = self.customers.iter().find(|customer| customer.id == id).cloned();
        found.ok_or_else(|| Error::not_found(format!("customer {id} does not exist")))
    }

    async fn find_by_email(&self, email: String) -> Result<Customer> {
        let found = self.customers.iter().find(|customer| customer.email.as_ref() == Some(&email));
        found.cloned().ok_or_else(|| Error::not_found("nobody has this address"))
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
        // An error in here is logged with its cause, and counted as 500.
        let number: u64 = key.subscription_id.as_str().trim_start_matches("s_").parse()?;
        Err(Error::not_found(format!("subscription {number} does not exist")))
    }
}

#[churnkey::action(cancel, schedules(end_of_period))]
impl Cancel for Billing {
    async fn handle(&self, options: CancelOptions) -> Result<()> {
        Subscriptions::retrieve(self, options.subscription()).await.map(drop)
    }
}
