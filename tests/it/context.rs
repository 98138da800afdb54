use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};

use churnkey::{ContextRequest, Error, Integration, Mode, StartError};

use crate::client::{TOKEN, request, send};
use crate::merchant::Shop;

#[actix_web::test]
async fn a_context_is_made_from_the_request() {
    let integration = Integration::per_request(async |request: &ContextRequest| {
        let tenant = request.headers().get("x-tenant").and_then(|tenant| tenant.to_str().ok());
        match (tenant, request.mode()) {
            (Some("acme"), Mode::Live) => Ok(Shop::named("acme")),
            (Some("acme"), Mode::Test) => Ok(Shop::named("acme in test mode")),
            _ => Err(Error::new(403, "unknown tenant")),
        }
    })
    .token(TOKEN)
    .build()
    .unwrap();

    let customer = || request("GET", "/churnkey/customers/u_1");
    let live = send(&integration, customer().insert_header(("x-tenant", "acme"))).await;
    assert_eq!(live.json()["name"], "acme");
    let test =
        customer().insert_header(("x-tenant", "acme")).insert_header(("x-churnkey-mode", "test"));
    assert_eq!(send(&integration, test).await.json()["name"], "acme in test mode");
    assert_eq!(send(&integration, customer()).await.error(403), "unknown tenant");
}

#[actix_web::test]
async fn making_one_may_fail_with_any_error() {
    let failing = Integration::per_request(async |_: &ContextRequest| -> churnkey::Result<Shop> {
        "x".parse::<u32>()?;
        Ok(Shop::default())
    })
    .token(TOKEN)
    .build()
    .unwrap();
    let message = send(&failing, request("GET", "/churnkey/customers/u_1")).await.error(500);
    assert!(message.starts_with("internal error (request "), "{message}");

    let panicking =
        Integration::per_request(async |_: &ContextRequest| -> churnkey::Result<Shop> {
            panic!("a bug")
        })
        .token(TOKEN)
        .build()
        .unwrap();
    send(&panicking, request("GET", "/churnkey/customers/u_1")).await.error(500);
}

#[actix_web::test]
async fn none_is_made_for_a_request_that_leads_nowhere() {
    let made = Arc::new(AtomicUsize::new(0));
    let counter = Arc::clone(&made);
    let integration = Integration::per_request(async move |_: &ContextRequest| {
        counter.fetch_add(1, Ordering::Relaxed);
        Ok(Shop::default())
    })
    .token(TOKEN)
    .body_limit(8)
    .build()
    .unwrap();
    let cancel = "/churnkey/actions/subscription/cancel";
    send(&integration, request("GET", "/churnkey/unknown")).await.error(404);
    send(&integration, request("GET", cancel)).await.error(405);
    send(&integration, request("POST", cancel).set_payload("123456789")).await.error(413);
    send(&integration, actix_web::test::TestRequest::with_uri("/churnkey/customers"))
        .await
        .error(401);
    assert_eq!(send(&integration, request("GET", "/churnkey/features")).await.status, 200);
    assert_eq!(made.load(Ordering::Relaxed), 0);
    send(&integration, request("GET", "/churnkey/customers/u_1")).await;
    assert_eq!(made.load(Ordering::Relaxed), 1);
}

#[test]
fn a_test_context_beside_a_factory_is_refused() {
    let builder = Integration::per_request(async |_: &ContextRequest| Ok(Shop::default()));
    let error = builder.test_context(Shop::default()).token(TOKEN).build().unwrap_err();
    assert!(matches!(error, StartError::Setting { setting: "test_context", .. }));
}
