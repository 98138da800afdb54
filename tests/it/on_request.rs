//! A function of the merchant's that sees the head of each request, and its span.

use std::sync::{Arc, Mutex};

use actix_web::test::TestRequest;
use churnkey::{Integration, tracing};

use crate::client::{TOKEN, request, send};
use crate::merchant::Shop;

type Seen = Arc<Mutex<Vec<String>>>;

/// Keeps the path and the tenant of each request that it is called for.
fn watched() -> (Seen, Integration) {
    let seen = Seen::default();
    let kept = Arc::clone(&seen);
    let builder = Integration::builder(Shop::default()).token(TOKEN);
    let watched = builder.on_request(move |head, span| {
        assert_eq!(span.id(), tracing::Span::current().id(), "it is called inside the span");
        assert_eq!(span.metadata().unwrap().name(), "request");
        let tenant = head.headers().get("x-tenant").and_then(|tenant| tenant.to_str().ok());
        kept.lock().unwrap().push(format!("{} {tenant:?}", head.uri.path()));
    });
    (seen, watched.build().unwrap())
}

#[actix_web::test]
async fn it_is_called_once_for_each_request_with_a_token_wherever_that_leads() {
    let (seen, integration) = watched();
    for (method, path, status) in [
        ("GET", "/churnkey/customers/u_1", 200),
        ("GET", "/churnkey/features", 200),
        ("GET", "/churnkey/elsewhere", 404),
        ("POST", "/churnkey/actions/customer/cancel", 400),
    ] {
        let answer = send(&integration, request(method, path).insert_header(("x-tenant", "7")));
        assert_eq!(answer.await.status, status);
        assert_eq!(std::mem::take(&mut *seen.lock().unwrap()), [format!("{path} Some(\"7\")")]);
    }
}

#[actix_web::test]
async fn it_is_never_called_for_a_stranger() {
    let (seen, integration) = watched();
    for stranger in [
        TestRequest::get().uri("/churnkey/customers/u_1"),
        request("GET", "/churnkey/customers/u_1").insert_header(("authorization", "Bearer other")),
    ] {
        assert_eq!(send(&integration, stranger).await.status, 401);
    }
    assert!(seen.lock().unwrap().is_empty());
}

#[actix_web::test]
async fn a_panic_in_it_costs_no_request() {
    let builder = Integration::builder(Shop::default()).token(TOKEN);
    let integration = builder.on_request(|_, _| panic!("a bug")).build().unwrap();
    assert_eq!(send(&integration, request("GET", "/churnkey/customers/u_1")).await.status, 200);
}
