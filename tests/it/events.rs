//! The events of actions, as a method has them over HTTP.

use std::sync::{Arc, Mutex};

use actix_web::web;
use churnkey::actions::{ActionEvent, RequestKey};
use churnkey::{Integration, Module, Token};
use serde_json::json;

use crate::client::{TOKEN, post, request, send};
use crate::merchant::{Answered, Call, Desk, Shop};

/// Keeps the event of each action: as the method has it, and as another thread has it.
#[derive(Default)]
struct Journal(Mutex<Vec<[ActionEvent; 2]>>);

impl Desk for Journal {
    fn take(&self, call: Call) -> Answered<'_> {
        Box::pin(async move {
            let here = event(&call);
            let elsewhere = web::block(move || event(&call)).await.unwrap();
            self.0.lock().unwrap().push([here, elsewhere]);
            Ok(())
        })
    }
}

fn event(call: &Call) -> ActionEvent {
    match call {
        Call::Cancel(options) => options.event(),
        Call::CancelAll(options) => options.event(),
        Call::Pause(options) => options.event(),
        Call::PauseAll(options) => options.event(),
        Call::ApplyCoupon(options) => options.event(),
        Call::ChangePrice(options) => options.event(),
        Call::ExtendTrial(options) => options.event(),
        read => panic!("{read} has none"),
    }
}

impl Journal {
    /// Of the one action since the last look.
    fn only(&self) -> ActionEvent {
        let mut events = std::mem::take(&mut *self.0.lock().unwrap());
        assert_eq!(events.len(), 1);
        let [here, elsewhere] = events.remove(0);
        assert_eq!(here, elsewhere, "it is right in `web::block` too");
        here
    }
}

fn shop() -> (Arc<Journal>, Integration) {
    let journal = Arc::new(Journal::default());
    let shop = Shop::behind(Arc::clone(&journal) as Arc<dyn Desk>);
    let token = Token::named("churnkey-2026", TOKEN);
    (journal, Integration::builder(shop).token(token).build().unwrap())
}

#[actix_web::test]
async fn an_action_knows_who_asked_for_it_and_what() {
    let (journal, integration) = shop();
    let path = "/churnkey/actions/subscription/pause";
    let body = json!({
        "customerId": "u_1", "subscriptionId": "s_1", "startAt": "immediate",
        "duration": { "until": "2026-06-01" }, "unknown": [1],
    });
    let request = request("POST", path)
        .insert_header(("x-churnkey-mode", "test"))
        .insert_header(("x-request-id", "req_7"))
        .set_payload(body.to_string());
    assert_eq!(send(&integration, request).await.status, 200);
    let event = journal.only();
    assert_eq!(event.action, Module::Pause);
    assert_eq!(event.request_id.as_deref(), Some("req_7"));
    let json = serde_json::to_value(&event).unwrap();
    assert_eq!((&json["mode"], &json["token"]), (&json!("test"), &json!("churnkey-2026")));
    assert_eq!((&json["customerId"], &json["subscriptionId"]), (&json!("u_1"), &json!("s_1")));
    let asked = json!({
        "startAt": "immediate",
        "duration": { "type": "date", "date": "2026-06-01T00:00:00.000Z" },
        "allowAnnual": true, // what the attribute declares
    });
    assert_eq!(json["options"], asked, "in the protocol's own spelling");
}

#[actix_web::test]
async fn the_one_of_all_subscriptions_names_none() {
    let (journal, integration) = shop();
    let body = r#"{"customerId": "u_1", "scheduledAt": "immediate"}"#;
    post(&integration, "/churnkey/actions/customer/cancel", body).await;
    let event = journal.only();
    assert_eq!((event.action, event.subscription_id), (Module::Cancel, None));
}

/// The key that a body for this path has.
async fn key(path: &str, body: &str) -> RequestKey {
    let (journal, integration) = shop();
    let path = format!("/churnkey/actions/subscription/{path}");
    let answer = post(&integration, &path, body).await;
    assert_eq!(answer.status, 200, "{body}");
    journal.only().request_key
}

#[actix_web::test]
async fn neither_order_nor_spelling_nor_absent_flags_nor_unknown_keys_change_the_key() {
    let of = |rest: &str| format!(r#"{{"customerId": "u_1", "subscriptionId": "s_1", {rest}}}"#);
    for (path, same) in [
        (
            "cancel",
            vec![
                of(r#""scheduledAt": "immediate""#),
                of(r#""scheduledAt": "immediate", "unpause": false"#),
                of(r#""unpause": null, "scheduledAt": "immediate", "new": {"unpause": true}"#),
                r#"{"scheduledAt":"immediate","subscriptionId":"s_1","customerId":"\u0075_1"}"#
                    .to_owned(),
            ],
        ),
        (
            "pause",
            vec![
                of(
                    r#""startAt": "immediate", "duration": {"type": "period", "amount": 2, "unit": "month"}"#,
                ),
                of(r#""duration": {"interval": "months", "count": 2.0}, "startAt": "immediate""#),
                of(
                    r#""startAt": "immediate", "allowAnnual": true, "duration": {"value": 2, "unit": "months"}"#,
                ),
            ],
        ),
        (
            "apply-coupon",
            vec![of(r#""coupon": "c_1""#), of(r#""couponId": "c_1""#), of(r#""id": "c_1""#)],
        ),
        (
            "change-price",
            vec![
                of(r#""price": "p_1", "scheduledAt": "immediate""#),
                of(r#""priceId": "p_1", "scheduledAt": "immediate", "prorate": false"#),
            ],
        ),
        (
            "extend-trial",
            vec![
                of(r#""duration": {"type": "date", "date": "2026-06-01T00:00:00.000Z"}"#),
                of(r#""duration": {"date": "2026-06-01"}"#),
                of(r#""duration": {"end": 1780272000000}"#),
                of(r#""duration": {"until": "2026-06-01T02:00:00+02:00"}"#),
            ],
        ),
    ] {
        let first = key(path, &same[0]).await;
        for body in &same[1..] {
            assert_eq!(key(path, body).await, first, "{body}");
        }
    }
}

#[actix_web::test]
async fn whatever_is_asked_for_is_in_the_key() {
    let mut keys = Vec::new();
    for (path, body) in [
        ("cancel", r#"{"customerId": "u_1", "subscriptionId": "s_1", "scheduledAt": "immediate"}"#),
        ("cancel", r#"{"customerId": "u_2", "subscriptionId": "s_1", "scheduledAt": "immediate"}"#),
        ("cancel", r#"{"customerId": "u_1", "subscriptionId": "s_2", "scheduledAt": "immediate"}"#),
        (
            "cancel",
            r#"{"customerId": "u_1", "subscriptionId": "s_1", "scheduledAt": "end-of-period"}"#,
        ),
        (
            "cancel",
            r#"{"customerId": "u_1", "subscriptionId": "s_1", "scheduledAt": "immediate", "unpause": true}"#,
        ),
        ("apply-coupon", r#"{"customerId": "u_1", "subscriptionId": "s_1", "coupon": "c_1"}"#),
        ("apply-coupon", r#"{"customerId": "u_1", "subscriptionId": "s_1", "coupon": "c_2"}"#),
        (
            "extend-trial",
            r#"{"customerId": "u_1", "subscriptionId": "s_1", "duration": {"amount": 7, "unit": "day"}}"#,
        ),
        (
            "extend-trial",
            r#"{"customerId": "u_1", "subscriptionId": "s_1", "duration": {"amount": 7, "unit": "week"}}"#,
        ),
    ] {
        let key = key(path, body).await;
        assert!(!keys.contains(&key), "{path} {body}");
        keys.push(key);
    }
}
