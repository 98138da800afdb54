//! A context made for each request, as the TypeScript SDK's `ctx(req, res)` does: two brands, each with live and test data.
//! `CK_INTEGRATION_TOKEN=ck_int_0123456789 cargo run --example context_per_request`
//! `curl -H 'Authorization: Bearer ck_int_0123456789' -H 'Host: music.example' 127.0.0.1:8080/churnkey/customers/u_1`

use std::collections::HashMap;
use std::net::IpAddr;
use std::sync::Arc;

use churnkey::prelude::*;
use churnkey::{ContextRequest, Integration, Mode};

/// Opened once, and shared by all requests of one brand and mode: in a real program, a connection pool.
struct Data {
    customers: Vec<Customer>,
    prices: Vec<Price>,
}

/// The context of one request: its brand's data, and who asks.
struct Billing {
    data: Arc<Data>,
    asked_from: Option<IpAddr>,
}

/// The data of all brands, by host and mode.
///
/// The token has been checked by then, and each valid token opens every brand, so these are brands of one company.
/// Companies that must not see each other need an [`Integration`] each, with tokens of its own.
struct Brands(HashMap<(&'static str, Mode), Arc<Data>>);

impl Brands {
    fn open() -> Self {
        let brands = ["video.example", "music.example"].into_iter();
        let modes = brands.flat_map(|host| [(host, Mode::Live), (host, Mode::Test)]);
        Self(modes.map(|(host, mode)| ((host, mode), Arc::new(Data::open(host, mode)))).collect())
    }

    /// If this fails, no method runs, and the error is the answer.
    fn context(&self, request: &ContextRequest) -> Result<Billing> {
        let host = request.headers().get("host").and_then(|host| host.to_str().ok());
        let host = host.unwrap_or_default().split(':').next().unwrap_or_default();
        let data = self.0.get(&(host, request.mode()));
        Ok(Billing {
            data: Arc::clone(data.ok_or_else(|| Error::not_found("there is no such brand"))?),
            asked_from: request.peer_addr().map(|peer| peer.ip()),
        })
    }
}

impl Data {
    fn open(host: &str, mode: Mode) -> Self {
        let amount = Amount::flat(Currency::EUR, 900);
        Self {
            customers: vec![Customer::new("u_1").name(format!("Mina of {host}, {mode}"))],
            prices: vec![Price::standalone("p_month", BillingCycle::MONTHLY, amount)],
        }
    }
}

#[churnkey::controller]
impl Customers for Billing {
    async fn retrieve(&self, id: CustomerId) -> Result<Customer> {
        println!("a customer is asked for from {:?}", self.asked_from);
        let found = self.data.customers.iter().find(|customer| customer.id == id).cloned();
        found.ok_or_else(|| Error::not_found(format!("customer {id} does not exist")))
    }
}

#[churnkey::controller]
impl Prices for Billing {
    async fn retrieve(&self, id: PriceId) -> Result<Price> {
        let found = self.data.prices.iter().find(|price| price.id == id).cloned();
        found.ok_or_else(|| Error::not_found(format!("price {id} does not exist")))
    }

    async fn list(&self, page: PageRequest) -> Result<Page<Price>> {
        Page::slice(&self.data.prices, &page)
    }
}

#[churnkey::controller]
impl Subscriptions for Billing {
    async fn retrieve(&self, key: SubscriptionKey) -> Result<Subscription> {
        Err(Error::not_found(format!("subscription {} does not exist", key.subscription_id)))
    }
}

#[actix_web::main]
async fn main() -> std::io::Result<()> {
    let brands = Brands::open();
    // The function may await, for example to fetch a tenant's settings.
    let integration = Integration::per_request(async move |request| brands.context(request))
        .name("Acme")
        .from_env()
        .build()?;
    integration.server().run().await
}
