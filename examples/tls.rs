//! HTTPS by the server itself, where no proxy ends TLS in front of it. That takes no code: only the feature `rustls` of
//! `churnkey`, and two files named in the environment. (`Server::tls` takes them from elsewhere.)
//!
//! Make a certificate to try it with, start, and ask:
//! `openssl req -x509 -newkey ec -pkeyopt ec_paramgen_curve:prime256v1 -nodes -days 30 -subj /CN=localhost \`
//! `  -addext subjectAltName=DNS:localhost -keyout key.pem -out cert.pem`
//! `export CK_TLS_CERT=cert.pem CK_TLS_KEY=key.pem CK_INTEGRATION_TOKEN=ck_int_0123456789`
//! `cargo run -p churnkey-examples --features rustls --example tls`
//! `curl --cacert cert.pem -H 'Authorization: Bearer ck_int_0123456789' https://localhost:8080/churnkey/customers/u_1001`
//!
//! Renewed files are taken without a restart: `kill -HUP $(pidof tls)`. Without the two variables it serves in the clear, as the
//! first line of its log says.

use churnkey::prelude::*;

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

#[actix_web::main]
async fn main() -> std::io::Result<()> {
    tracing_subscriber::fmt().init(); // tells of each reading of the files, and why one failed
    let price =
        Price::standalone("p_month", BillingCycle::MONTHLY, Amount::flat(Currency::EUR, 900));
    churnkey::serve(Billing {
        customers: vec![Customer::new("u_1001").name("Mina").email("mina@example.org")],
        prices: vec![price],
    })
    .await
}
