//! The merchant's own app, on actix's HTTP and without our server.

use std::rc::Rc;
use std::time::{Duration, Instant};

use actix_http::HttpService;
use actix_service::{IntoServiceFactory as _, Service as _, ServiceFactory as _, map_config};
use actix_web::App;
use actix_web::dev::AppConfig;
use actix_web::rt::time::timeout;
use actix_web::web::Bytes;

use crate as churnkey_runtime;
use crate::Integration;
use crate::prelude::{
    Customer, CustomerId, Customers, Error, Page, PageRequest, Price, PriceId, Prices, Result,
    Subscription, SubscriptionKey, Subscriptions,
};
use crate::server::in_memory_client::{Client, Then};

struct Empty;

#[churnkey_runtime::controller(crate = crate)]
impl Customers for Empty {
    async fn retrieve(&self, id: CustomerId) -> Result<Customer> {
        Err(Error::not_found(id.into_string()))
    }
}

#[churnkey_runtime::controller(crate = crate)]
impl Prices for Empty {
    async fn retrieve(&self, id: PriceId) -> Result<Price> {
        Err(Error::not_found(id.into_string()))
    }

    async fn list(&self, page: PageRequest) -> Result<Page<Price>> {
        Page::slice(&[], &page)
    }
}

#[churnkey_runtime::controller(crate = crate)]
impl Subscriptions for Empty {
    async fn retrieve(&self, key: SubscriptionKey) -> Result<Subscription> {
        Err(Error::not_found(key.subscription_id.into_string()))
    }
}

/// The whole connection: the answer, what was read of the client, and how long it took.
async fn serve(head: &'static str, then: Then) -> (String, usize, Duration) {
    let integration = Integration::builder(Empty).token("ck_int_test").build().unwrap();
    let app = App::new().configure(|config| integration.configure(config)).into_factory();
    let http = HttpService::build()
        .client_disconnect_timeout(Duration::from_secs(1)) // as `HttpServer` has it
        .h1(map_config(app, |()| AppConfig::default()));
    let service = http.new_service(()).await.unwrap();
    let client = Client::sending([Bytes::from(head)], then);
    let seen = Rc::clone(&client.seen);
    let begun = Instant::now();
    let served = timeout(Duration::from_secs(10), service.call((client, None))).await;
    assert!(served.is_ok(), "it does not end");
    (String::from_utf8(seen.answer.take()).unwrap(), seen.read.get(), begun.elapsed())
}

const POST: &str = "POST /churnkey/x HTTP/1.1\r\nhost: t\r\ntransfer-encoding: chunked\r\n\r\n";

#[actix_web::test]
async fn a_client_that_waits_is_given_half_a_second() {
    let (answer, _, time) = serve(POST, Then::Waits).await;
    assert!(answer.starts_with("HTTP/1.1 401"), "{answer}");
    assert!(answer.ends_with('}'), "the whole answer: {answer}");
    assert!(time < Duration::from_secs(3), "{time:?}");
}

#[actix_web::test]
async fn a_flood_is_read_up_to_a_bound() {
    let head =
        "POST /churnkey/x HTTP/1.1\r\nhost: t\r\ntransfer-encoding: chunked\r\n\r\n7fffffff\r\n";
    let (answer, read, time) = serve(head, Then::Floods).await;
    assert!(answer.starts_with("HTTP/1.1 401") && answer.ends_with('}'), "{answer}");
    assert!(read <= 512 * 1024, "{read} bytes");
    assert!(time < Duration::from_secs(3), "{time:?}");
}

#[actix_web::test]
async fn a_body_that_has_ended_delays_nothing() {
    let whole = "POST /churnkey/x HTTP/1.1\r\nhost: t\r\ntransfer-encoding: chunked\r\n\r\n5\r\nhello\r\n0\r\n\r\n";
    let (answer, _, time) = serve(whole, Then::Waits).await;
    assert!(answer.starts_with("HTTP/1.1 401"), "{answer}");
    assert!(time < Duration::from_millis(400), "it waits for nothing: {time:?}");
}
