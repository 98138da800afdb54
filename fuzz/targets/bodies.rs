//! The body of each action, read against what the integration declares: a second reading of the same JSON says what the
//! merchant's method has to be asked for.

#![no_main]

use std::sync::LazyLock;

use actix_web::web::Bytes;
use churnkey_fuzz::merchants::{self, Asked, Kiosk, Shop};
use churnkey_runtime::actions::ActionDuration;
use churnkey_runtime::{Integration, Mode, fuzzing};
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

// A digit for the action, from 7 on the one of the merchant that declares little, and the body.
fuzz_target!(|data: &[u8]| {
    let Some((choice, body)) = data.split_first() else { return };
    let choice = usize::from(choice.wrapping_sub(b'0')) % 11;
    let pattern = ACTIONS[choice % 7];
    let bytes = Bytes::copy_from_slice(body);
    drop(merchants::reached());
    let answer = if choice < 7 {
        fuzzing::act(&SHOP, Shop(Mode::Live), pattern, bytes).now_or_never()
    } else {
        fuzzing::act(&KIOSK, Kiosk(Mode::Live), pattern, bytes).now_or_never()
    };
    let mut reached = merchants::reached();
    let Some(asked) = reached.pop().and_then(|call| call.asked) else {
        let error = answer.expect("a refusal does not wait").expect_err("nothing was done");
        assert_eq!(error.code(), 400);
        only_names_keys(error.message());
        return;
    };
    assert!(reached.is_empty());
    // What serde_json's tree cannot hold (deep nesting, 1e999) is passed over unread: nothing to compare.
    let Ok(object) = serde_json::from_slice::<Map<String, Value>>(body) else {
        assert_eq!(asked.raw, Value::Null);
        assert!(str::from_utf8(body).is_ok());
        return;
    };
    compare(pattern, &asked, &object);
});

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
        let keys = match pattern.ends_with("coupon") {
            true => ["coupon", "couponId", "id"],
            false => ["price", "priceId", "id"],
        };
        assert_eq!(asked.object, text(&keys));
    }
    if let Some(when) = asked.when {
        assert_eq!(text(&["scheduledAt"]).or(text(&["startAt"])).as_deref(), Some(when));
    }
    if let Some(flag) = asked.flag {
        let given = ["unpause", "allowAnnual", "prorate"].map(|key| object.get(key));
        let given = given.into_iter().flatten().filter_map(Value::as_bool);
        assert!(given.clone().any(|given| given == flag) || given.count() == 0 || !flag);
    }
    match asked.duration {
        Some(ActionDuration::Period { amount, .. }) => {
            let amounts = ["amount", "value", "count"].map(|key| &object["duration"][key]);
            assert!(amounts.iter().any(|given| given.as_u64() == Some(amount.get().into())));
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
