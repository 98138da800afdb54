//! Live and test data kept apart: a request with `X-Churnkey-Mode: test` gets the test context, all others the live
//! one. `CK_INTEGRATION_TOKEN=ck_int_0123456789 cargo run --example test_mode` `curl -H 'Authorization: Bearer
//! ck_int_0123456789' -H 'X-Churnkey-Mode: test' 127.0.0.1:8080/churnkey/customers/u_1`

use churnkey::Integration;
use churnkey::prelude::*;

/// One set of data: in a real program, a connection pool. The controllers do not know which of the two it is.
struct Billing {
    customers: Vec<Customer>,
    prices: Vec<Price>,
}

#[churnkey::controller]
impl Customers for Billing {
    async fn retrieve(&self, id: CustomerId) -> Result<Customer> {
        let found = self.customers.iter().find(|customer| customer.id == id).cloned();
        found.ok_or_else(|| Error::not_found(format!("customer {id} does not exist")))
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
        Err(Error::not_found(format!("subscription {} does not exist", key.subscription_id)))
    }
}

impl Billing {
    /// Stands for a connection to the database of this name.
    fn connect(database: &str) -> Self {
        let price =
            Price::standalone("p_month", BillingCycle::MONTHLY, Amount::flat(Currency::EUR, 900));
        Self {
            customers: vec![Customer::new("u_1").name(format!("Mina of {database}"))],
            prices: vec![price],
        }
    }
}

#[actix_web::main]
async fn main() -> std::io::Result<()> {
    let integration = Integration::builder(Billing::connect("acme_live"))
        .test_context(Billing::connect("acme_test"))
        .name("Acme Video")
        .from_env()
        .build()?;
    integration.server().run().await
}
