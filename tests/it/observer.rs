//! The end of each request, as an observer is told.

use std::sync::{Arc, Mutex};
use std::time::Duration;

use actix_web::rt::task::yield_now;
use actix_web::rt::time::{sleep, timeout};
use actix_web::test::TestRequest;
use churnkey::chrono::{DateTime, Utc};
use churnkey::prelude::*;
use churnkey::{Ended, Integration, Mode, Module, Outcome, Token};
use futures_util::future::{Either, select};
use serde_json::json;

use crate::client::{TOKEN, get, post, request, send};
use crate::logs::{collect, logged};
use crate::merchant::Shop;

pub(crate) const CANCEL: &str = "/churnkey/actions/subscription/cancel";
const CANCEL_ALL: &str = "/churnkey/actions/customer/cancel";

pub(crate) fn cancel(subscription: &str) -> String {
    let body =
        json!({"customerId": "u_1", "subscriptionId": subscription, "scheduledAt": "immediate"});
    body.to_string()
}

/// What an observer was told.
#[derive(Clone, Default)]
pub(crate) struct Told(Arc<Mutex<Vec<Ended>>>);

impl Told {
    pub(crate) fn observe(&self, builder: churnkey::Builder<Shop>) -> churnkey::Builder<Shop> {
        let ends = Arc::clone(&self.0);
        builder.observe(move |end| ends.lock().unwrap().push(end.clone()))
    }

    pub(crate) fn take(&self) -> Vec<Ended> {
        std::mem::take(&mut self.0.lock().unwrap())
    }

    #[track_caller]
    fn only(&self) -> Ended {
        let mut ends = self.take();
        assert_eq!(ends.len(), 1, "{ends:?}");
        ends.remove(0)
    }
}

fn observed(told: &Told) -> Integration {
    let named = Token::named("churnkey-2026", TOKEN);
    told.observe(Integration::builder(Shop::default()).token(named)).build().unwrap()
}

#[actix_web::test]
async fn an_action_is_told_with_who_asked_for_what_and_what_came_of_it() {
    let told = Told::default();
    let integration = observed(&told);
    let before = now();
    let traced = request("POST", CANCEL)
        .insert_header(("x-request-id", "req_7"))
        .insert_header(("traceparent", "00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01"))
        .insert_header(("x-churnkey-mode", "test"))
        .set_payload(cancel("s_1"));
    assert_eq!(send(&integration, traced).await.status, 200);
    let end = told.only();
    assert_eq!((end.integration(), end.request_id()), ("Shop", "req_7"));
    assert_eq!(end.trace_id(), Some("4bf92f3577b34da6a3ce929d0e0e4736"));
    assert!((before..=now()).contains(&end.received_at()));
    assert_eq!((end.mode(), end.token_name()), (Some(Mode::Test), Some("churnkey-2026")));
    assert_eq!((end.module(), end.method()), (Some(Module::Cancel), Some("handle")));
    assert_eq!(end.route(), "/actions/subscription/cancel");
    assert_eq!(end.customer_id(), Some("u_1".into()));
    assert_eq!(end.subscription_id(), Some("s_1".into()));
    assert_eq!((end.status(), end.outcome()), (Some(200), Outcome::Done));
    assert_eq!((end.code(), end.message(), end.cause()), (None, None, None));
    assert!(end.client_waited() && end.is_action());
    let event = end.event().unwrap();
    assert_eq!(
        (event.request_id.as_deref(), event.token.as_deref()),
        (Some("req_7"), Some("churnkey-2026"))
    );
    assert_eq!((event.action, event.mode), (Module::Cancel, Mode::Test));
    assert_eq!(event.received_at, end.received_at());
    assert_eq!(event.options["scheduledAt"], "immediate");

    let body = r#"{"customerId": "u_2", "scheduledAt": "immediate"}"#;
    post(&integration, CANCEL_ALL, body).await;
    let all = told.only();
    assert_eq!((all.method(), all.customer_id()), (Some("handle_all"), Some("u_2".into())));
    assert_eq!((all.subscription_id(), all.mode()), (None, Some(Mode::Live)));
}

/// In whole milliseconds.
fn now() -> DateTime<Utc> {
    DateTime::from_timestamp_millis(Utc::now().timestamp_millis()).unwrap()
}

#[actix_web::test]
async fn errors_are_told_with_their_causes() {
    let told = Told::default();
    let integration = observed(&told);
    for (subscription, status, outcome, message, cause) in [
        ("missing", 404, Outcome::Refused, "it does not exist", None),
        ("missing_later", 404, Outcome::Refused, "it does not exist", None),
        (
            "broken",
            500,
            Outcome::Failed,
            "internal error",
            Some("password of the database: hunter2"),
        ),
        (
            "panic_later",
            500,
            Outcome::Panicked,
            "internal error",
            Some("a method of the merchant's panicked"),
        ),
    ] {
        post(&integration, CANCEL, cancel(subscription)).await.error(status);
        let end = told.only();
        assert_eq!((end.status(), end.code()), (Some(status), Some(status)), "{subscription}");
        assert_eq!(end.outcome(), outcome, "{subscription}");
        assert_eq!((end.message(), end.cause()), (Some(message), cause), "{subscription}");
        assert!(end.client_waited(), "{subscription}");
    }
}

#[actix_web::test]
async fn refused_actions_are_told_from_400_to_503() {
    let told = Told::default();
    let shop = Shop::default();
    let builder = Integration::builder(shop.clone())
        .token(TOKEN)
        .token(Token::named("monitoring", "ck_int_reads").read_only())
        .token(Token::named("staging", "ck_int_tests").test_only())
        .body_limit(1000)
        .request_timeout(Duration::from_millis(50))
        .concurrent_actions(1);
    let integration = told.observe(builder).build().unwrap();
    let with = |token: &str| {
        let authorization = ("authorization", format!("Bearer {token}"));
        TestRequest::post().uri(CANCEL).insert_header(authorization)
    };
    let refused = async |request: TestRequest, status: u16, customer: Option<&str>| {
        send(&integration, request).await.error(status);
        let end = told.only();
        assert_eq!((end.status(), end.code()), (Some(status), Some(status)));
        assert_eq!((end.outcome(), end.client_waited()), (Outcome::Refused, true), "{status}");
        assert_eq!((end.module(), end.event()), (Some(Module::Cancel), None), "{status}");
        assert_eq!(end.customer_id(), customer.map(CustomerId::from), "{status}");
        end
    };
    let undeclared = r#"{"customerId": "u_1", "subscriptionId": "s_1", "scheduledAt": "at once"}"#;
    refused(request("POST", CANCEL).set_payload(undeclared), 400, Some("u_1")).await;
    refused(request("POST", CANCEL).set_payload("nonsense"), 400, None).await;
    let elsewhere = request("POST", CANCEL).insert_header(("x-churnkey-mode", "elsewhere"));
    let end = refused(elsewhere, 400, None).await;
    assert_eq!(end.mode(), None);
    let end = refused(with("ck_int_reads"), 403, None).await;
    assert_eq!(end.token_name(), Some("monitoring"));
    let end = refused(with("ck_int_tests"), 403, None).await;
    assert_eq!((end.token_name(), end.mode()), (Some("staging"), Some(Mode::Live)));
    refused(request("POST", CANCEL).set_payload("x".repeat(1001)), 413, None).await;

    post(&integration, CANCEL, cancel("hangs")).await.error(504);
    refused(request("POST", CANCEL).set_payload(cancel("s_1")), 503, None).await;
    assert_eq!(shop.calls(), [""; 0]);
}

#[actix_web::test]
async fn an_action_is_told_at_its_own_end_and_not_when_it_was_answered() {
    let told = Told::default();
    let builder = Integration::builder(Shop::default()).token(TOKEN);
    let builder = builder.request_timeout(Duration::from_millis(30));
    let integration = told.observe(builder).build().unwrap();
    for (subscription, outcome, code) in [
        ("slow_100", Outcome::Done, None),
        ("missing_later", Outcome::Refused, Some(404)),
        ("broken_later", Outcome::Failed, Some(500)),
    ] {
        post(&integration, CANCEL, cancel(subscription)).await.error(504);
        assert_eq!(told.take().len(), 0, "it goes on");
        sleep(Duration::from_millis(250)).await;
        let end = told.only();
        assert_eq!((end.status(), end.outcome()), (Some(504), outcome));
        assert_eq!(end.code(), code);
        assert!(!end.client_waited() && end.elapsed() >= Duration::from_millis(50), "{end:?}");
    }

    let integration = observed(&told);
    let gone = timeout(Duration::from_millis(20), post(&integration, CANCEL, cancel("slow_100")));
    assert!(gone.await.is_err(), "the client went away");
    sleep(Duration::from_millis(250)).await;
    let end = told.only();
    assert_eq!((end.status(), end.outcome(), end.client_waited()), (None, Outcome::Done, false));
}

#[actix_web::test]
async fn reads_are_told_when_they_are_asked_for_and_strangers_never() {
    let told = Told::default();
    let quiet = observed(&told);
    let shop = Shop::default();
    let with_reads = || Integration::builder(shop.clone()).token(TOKEN).observe_reads();
    let all = told.observe(with_reads()).build().unwrap();
    let subscription = "/churnkey/customers/u_1/subscriptions/s_1";
    for (path, status, outcome, module, route) in [
        ("/churnkey/customers/u_1", 200, Outcome::Done, Some(Module::Customers), "/customers/:id"),
        (
            "/churnkey/customers/missing",
            404,
            Outcome::Refused,
            Some(Module::Customers),
            "/customers/:id",
        ),
        ("/churnkey/features", 200, Outcome::Done, None, "/features"),
        ("/churnkey/unknown", 404, Outcome::Refused, None, "unmatched"),
        (
            subscription,
            200,
            Outcome::Done,
            Some(Module::Subscriptions),
            "/customers/:customerId/subscriptions/:id",
        ),
    ] {
        get(&quiet, path).await;
        assert_eq!(told.take().len(), 0, "{path}");
        get(&all, path).await;
        let end = told.only();
        assert_eq!((end.status(), end.outcome()), (Some(status), outcome), "{path}");
        assert_eq!((end.module(), end.route(), end.is_action()), (module, route, false));
        if path == subscription {
            assert_eq!(end.customer_id(), Some("u_1".into()));
            assert_eq!(end.subscription_id(), Some("s_1".into()));
        }
    }

    let hangs = "/churnkey/customers/hangs";
    let short = with_reads().request_timeout(Duration::from_millis(50));
    let short = told.observe(short).build().unwrap();
    get(&short, hangs).await.error(504);
    let end = told.only();
    assert_eq!((end.status(), end.outcome()), (Some(504), Outcome::Abandoned));
    assert_eq!((end.module(), end.route()), (Some(Module::Customers), "/customers/:id"));

    shop.calls(); // forgotten
    let reached = async {
        while shop.calls().is_empty() {
            yield_now().await;
        }
    };
    let left = select(Box::pin(get(&all, hangs)), Box::pin(reached)).await;
    assert!(matches!(left, Either::Right(_)), "the client went away when the method had begun");
    drop(left);
    let end = told.only();
    assert_eq!((end.status(), end.outcome()), (None, Outcome::Abandoned));

    let stranger = || TestRequest::post().uri(CANCEL).set_payload(cancel("s_1"));
    send(&all, stranger()).await.error(401);
    let wrong = stranger().insert_header(("authorization", "Bearer ck_int_wrong"));
    send(&all, wrong).await.error(401);
    assert_eq!(told.take().len(), 0);
}

#[actix_web::test]
async fn a_panic_in_an_observer_is_caught_and_told() {
    let told = Told::default();
    let first = Integration::builder(Shop::default()).token(TOKEN).observe(|_| panic!("a bug"));
    let integration = told.observe(first).build().unwrap();
    collect();
    assert_eq!(post(&integration, CANCEL, cancel("s_1")).await.status, 200);
    let text = logged();
    let line = text.lines().find(|line| line.contains("an `observe` function panicked")).unwrap();
    assert!(line.contains("ERROR") && line.contains("request_id="), "{line}");
    assert_eq!(told.only().outcome(), Outcome::Done, "the next one is called all the same");
}

#[actix_web::test]
async fn as_json_it_has_these_keys() {
    let told = Told::default();
    let integration = observed(&told);
    let body = cancel("broken");
    let request = request("POST", CANCEL).insert_header(("x-request-id", "req_8"));
    send(&integration, request.set_payload(body)).await.error(500);
    let end = told.only();
    let mut json = serde_json::to_value(&end).unwrap();
    assert_eq!(json["event"].take(), serde_json::to_value(end.event().unwrap()).unwrap());
    let elapsed = json["elapsedUs"].take();
    assert!(elapsed.as_u64().unwrap() < 10_000_000, "{elapsed}");
    let received = json["receivedAt"].take();
    let received = received.as_str().unwrap();
    assert!(received.len() == 24 && received.ends_with('Z'), "{received}");
    let expected = json!({
        "version": 1,
        "integration": "Shop",
        "requestId": "req_8",
        "traceId": null,
        "receivedAt": null,
        "mode": "live",
        "token": "churnkey-2026",
        "module": "Cancel",
        "method": "handle",
        "route": "/actions/subscription/cancel",
        "customerId": "u_1",
        "subscriptionId": "broken",
        "event": null,
        "status": 500,
        "outcome": "failed",
        "code": 500,
        "message": "internal error",
        "cause": "password of the database: hunter2",
        "elapsedUs": null,
        "clientWaited": true,
    });
    assert_eq!(json, expected);
}
