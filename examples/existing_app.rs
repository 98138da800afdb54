//! An integration inside an existing actix app, beside its routes, under its middleware and a prefix:
//! `CK_INTEGRATION_TOKEN=ck_int_0123456789 cargo run --example existing_app` `curl -i -H 'Authorization: Bearer
//! ck_int_0123456789' '127.0.0.1:8080/billing/churnkey/customers?limit=2'`

use std::time::{self, Instant};

use actix_web::body::MessageBody;
use actix_web::dev::{ServiceRequest, ServiceResponse};
use actix_web::http::header::{HeaderName, HeaderValue};
use actix_web::middleware::{Next, from_fn};
use actix_web::{App, HttpServer, Responder, web};
use churnkey::Integration;
use churnkey::prelude::*;

/// What the whole app shares: its own routes read it, and so do the controllers.
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

    async fn list(&self, page: PageRequest) -> Result<Page<Customer>> {
        Page::slice(&self.customers, &page)
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

/// A route of the app, outside the integration.
async fn shop(customers: web::Data<usize>) -> impl Responder {
    format!("our own page: {} customers\n", customers.get_ref())
}

/// A middleware of the app. Churnkey's requests pass it before their token is checked.
async fn timed(
    request: ServiceRequest,
    next: Next<impl MessageBody>,
) -> Result<ServiceResponse<impl MessageBody>, actix_web::Error> {
    let begun = Instant::now();
    let mut response = next.call(request).await?;
    let timing = format!("app;dur={:.3}", begun.elapsed().as_secs_f64() * 1000.0);
    if let Ok(timing) = HeaderValue::try_from(timing) {
        response.headers_mut().insert(HeaderName::from_static("server-timing"), timing);
    }
    Ok(response)
}

#[actix_web::main]
async fn main() -> std::io::Result<()> {
    tracing_subscriber::fmt().init(); // where the runtime logs each request and each internal error
    let price =
        Price::standalone("p_month", BillingCycle::MONTHLY, Amount::flat(Currency::EUR, 900));
    let billing = Billing {
        customers: ["Mina", "Jörg", "Zoë"]
            .map(|name| Customer::new(name.to_lowercase()).name(name))
            .into(),
        prices: vec![price],
    };
    let customers = web::Data::new(billing.customers.len());

    // Built once, before the workers, each of which mounts a clone.
    let integration = Integration::builder(billing).name("Acme Video").from_env().build()?;
    println!("{}", integration.table()); // `serve` prints this by itself

    // `integration.server()` does this by itself: it raises the limit of open files, and limits each connection.
    // docs/existing-app.md says what is still missing here.
    let files = rlimit::increase_nofile_limit(20_000)?;
    println!("{files} files may be open");

    let mounted = integration.clone();
    let address = std::env::var("CK_ADDR").unwrap_or_else(|_| "127.0.0.1:8080".to_owned());
    let server = HttpServer::new(move || {
        App::new()
            .app_data(customers.clone())
            .wrap(from_fn(timed))
            .route("/", web::get().to(shop))
            // Churnkey's dashboard gets `https://…/billing` as the API URL.
            .service(web::scope("/billing").configure(|config| mounted.configure(config)))
            .service(mounted.health()) // `/healthz`, without a token
    })
    // After SIGTERM health says 503 for a second, and only then the sockets are closed.
    .shutdown_signal(integration.shutdown_signal(time::Duration::from_secs(1))?)
    .client_request_timeout(time::Duration::from_secs(5)) // for the head of the first request
    .keep_alive(time::Duration::from_secs(30)) // between requests
    .max_connections(4096) // of a worker
    .bind(address)?;
    for address in server.addrs() {
        println!("serving on http://{address}/billing/churnkey");
    }
    server.run().await?;
    integration.finish(time::Duration::from_secs(20)).await; // actions whose client has gone
    Ok(())
}
