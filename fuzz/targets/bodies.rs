//! The body of each action, read against what the integration declares: a second reading of the same JSON says what the
//! merchant's method has to be asked for.

#![no_main]

use std::sync::LazyLock;

use actix_web::web::Bytes;
use churnkey_fuzz::merchants::{self, Asked};
use churnkey_runtime::actions::ActionDuration;
use churnkey_runtime::{Integration, Mode, Result, fuzzing};
use futures_util::FutureExt as _;
use libfuzzer_sys::fuzz_target;
use serde_json::{Map, Value};

static SHOP: LazyLock<Integration> = LazyLock::new(merchants::shop);
static KIOSK: LazyLock<Integration> = LazyLock::new(merchants::kiosk);

const ACTIONS: [&str; 7] = [
    "/actions/subscription/cancel",
    "/actions/subscription/pause",
    "/actions/subscription/change-price",
    "/actions/subscription/extend-trial",
    "/actions/customer/cancel",
    "/actions/customer/pause",
    "/actions/subscription/apply-coupon",
];

// A digit for the action, and the body. Both merchants get it: who declares less accepts less.
fuzz_target!(|data: &[u8]| {
    let Some((digit, body)) = data.split_first() else { return };
    let pattern = ACTIONS[usize::from(digit.wrapping_sub(b'0')) % 7];
    let bytes = Bytes::copy_from_slice(body);
    drop(merchants::reached());
    let answer =
        fuzzing::act(&SHOP, merchants::shop_in(Mode::Live), pattern, bytes.clone()).now_or_never();
    let shop = asked(pattern, body, answer);
    if pattern.contains("/customer/") || pattern.ends_with("coupon") {
        return; // the kiosk has none
    }
    let answer =
        fuzzing::act(&KIOSK, merchants::kiosk_in(Mode::Live), pattern, bytes).now_or_never();
    if let Some(kiosk) = asked(pattern, body, answer) {
        let shop = shop.expect("the shop offers all that the kiosk does");
        assert_eq!((shop.when, shop.duration), (kiosk.when, kiosk.duration));
    }
});

/// What the merchant was asked for: what the body says, or nothing.
fn asked(pattern: &str, body: &[u8], answer: Option<Result<()>>) -> Option<Asked> {
    let mut reached = merchants::reached();
    let Some(asked) = reached.pop().and_then(|call| call.asked) else {
        let error = answer.expect("a refusal does not wait").expect_err("nothing was done");
        assert_eq!(error.code(), 400);
        only_names_keys(error.message());
        return None;
    };
    assert!(reached.is_empty());
    match serde_json::from_slice::<Map<String, Value>>(body) {
        Ok(object) => compare(pattern, &asked, &object),
        // What serde_json's tree cannot hold (deep nesting, 1e999) is passed over unread: nothing to compare.
        Err(_) => assert!(asked.raw.is_null() && str::from_utf8(body).is_ok()),
    }
    Some(asked)
}

fn compare(pattern: &str, asked: &Asked, object: &Map<String, Value>) {
    assert_eq!(asked.raw.as_object(), Some(object));
    let text = |keys: &[&str]| {
        let found = keys.iter().filter_map(|key| object.get(*key)).find(|value| !value.is_null());
        found.and_then(Value::as_str).map(str::to_owned)
    };
    assert_eq!(Some(&asked.customer), text(&["customerId"]).as_ref());
    if pattern.contains("/subscription/") {
        assert!(asked.subscription.is_some());
        assert_eq!(asked.subscription, text(&["subscriptionId"]));
    }
    if asked.object.is_some() {
        let keys = if pattern.ends_with("coupon") {
            ["coupon", "couponId", "id"]
        } else {
            ["price", "priceId", "id"]
        };
        assert_eq!(asked.object, text(&keys));
    }
    let (when, flag) = match pattern {
        _ if pattern.ends_with("pause") => ("startAt", "allowAnnual"),
        _ if pattern.ends_with("cancel") => ("scheduledAt", "unpause"),
        _ => ("scheduledAt", "prorate"),
    };
    if asked.when.is_some() {
        assert_eq!(text(&[when]).as_deref(), asked.when);
    }
    if let (Some(given), Some(flag)) = (object.get(flag).and_then(Value::as_bool), asked.flag) {
        assert_eq!(given, flag);
    }
    match asked.duration {
        Some(ActionDuration::Period { amount, .. }) => {
            let amounts = ["amount", "value", "count"].map(|key| &object["duration"][key]);
            // `2.0` is a whole number too.
            let asked = f64::from(amount.get());
            assert!(amounts.iter().any(|given| given.as_f64().is_some_and(|given| given == asked)));
        }
        Some(ActionDuration::Date(_)) => assert!(object["duration"].is_object()),
        None => {}
    }
}

/// Whatever a refusal quotes is a word of ours, never one of the body's.
fn only_names_keys(message: &str) {
    const WORDS: [&str; 42] = [
        "customerId",
        "subscriptionId",
        "scheduledAt",
        "startAt",
        "unpause",
        "allowAnnual",
        "prorate",
        "coupon",
        "couponId",
        "id",
        "price",
        "priceId",
        "duration",
        "duration.type",
        "duration.amount",
        "duration.value",
        "duration.count",
        "duration.unit",
        "duration.interval",
        "duration.date",
        "duration.end",
        "duration.until",
        "immediate",
        "end-of-period",
        "period",
        "date",
        "day",
        "week",
        "month",
        "year",
        "2026-03-01T00:00:00.000Z",
        "2026-03-01",
        "subscriptionIds",
        "days",
        "weeks",
        "months",
        "years",
        "type",
        "amount",
        "unit",
        "live",
        "test",
    ];
    for quoted in message.split('`').skip(1).step_by(2) {
        assert!(WORDS.contains(&quoted), "{message}");
    }
    assert!(message.is_ascii() && message.len() < 200, "{message}");
}
