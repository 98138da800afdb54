use std::net::SocketAddr;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Arc, Mutex};

use churnkey::{ContextRequest, Error, Integration, Mode, Token};

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

#[actix_web::test]
async fn a_test_context_beside_a_factory_answers_test_mode_alone() {
    let made = Arc::new(AtomicUsize::new(0));
    let counter = Arc::clone(&made);
    let integration = Integration::per_request(async move |request: &ContextRequest| {
        assert_eq!(request.mode(), Mode::Live);
        counter.fetch_add(1, Ordering::Relaxed);
        Ok(Shop::named("made"))
    })
    .test_context(Shop::named("test"))
    .token(TOKEN)
    .build()
    .unwrap();

    let customer = || request("GET", "/churnkey/customers/u_1");
    let test = customer().insert_header(("x-churnkey-mode", "test"));
    assert_eq!(send(&integration, test).await.json()["name"], "test");
    assert_eq!(made.load(Ordering::Relaxed), 0);
    assert_eq!(send(&integration, customer()).await.json()["name"], "made");
    assert_eq!(made.load(Ordering::Relaxed), 1);
}

/// What a test gives to the function that makes contexts is what a request gives.
#[actix_web::test]
async fn a_request_for_a_test_is_as_a_real_one() {
    let peer = SocketAddr::from(([203, 0, 113, 9], 4711));
    let seen: Arc<Mutex<Vec<String>>> = Arc::default();
    let kept = Arc::clone(&seen);
    let look = |request: &ContextRequest| {
        let mut headers: Vec<_> = request
            .headers()
            .iter()
            .filter(|(name, _)| *name != "authorization")
            .map(|(name, value)| format!("{name}: {}", value.to_str().unwrap()))
            .collect();
        headers.sort();
        let http = request.http();
        format!(
            "{} {} {headers:?} {} {:?} {} {:?}",
            http.method(),
            http.uri(),
            request.mode(),
            request.peer_addr(),
            request.info().request_id(),
            request.info().token_name(),
        )
    };
    let integration = Integration::per_request(async move |request: &ContextRequest| {
        kept.lock().unwrap().push(look(request));
        Ok(Shop::default())
    })
    .token(Token::named("churnkey-2026", TOKEN))
    .build()
    .unwrap();
    for (method, path) in [("GET", "/customers/u_1?limit=3"), ("POST", "/actions/customer/cancel")]
    {
        let real = request(method, &format!("/churnkey{path}"))
            .insert_header(("x-churnkey-mode", "test"))
            .insert_header(("x-request-id", "req_7"))
            .insert_header(("x-tenant", "acme"))
            .peer_addr(peer);
        send(&integration, real).await;
        let made = ContextRequest::for_test()
            .path(path)
            .header("x-tenant", "acme")
            .header("x-request-id", "req_7")
            .mode(Mode::Test)
            .token_name("churnkey-2026")
            .peer_addr(peer)
            .build();
        assert_eq!(look(&made), seen.lock().unwrap().remove(0));
    }
    let plain = ContextRequest::for_test().build();
    assert_eq!((plain.mode(), plain.peer_addr()), (Mode::Live, None));
    assert_eq!(plain.info().token_name(), None);
}
