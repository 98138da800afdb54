#![allow(
    clippy::needless_pass_by_value,
    clippy::unwrap_used,
    clippy::indexing_slicing,
    clippy::panic,
    reason = "a test may fail"
)]

mod generate;
mod read;
mod schema;

use serde_json::{Value, json};

use super::feasibility::Capabilities;
use crate::flow::Flow;

fn features(actions: &Value) -> churnkey_verify::Announced {
    let manifest = json!({
        "controllers": { "customers": {}, "prices": {}, "subscriptions": {}, "coupons": {} },
        "actions": actions,
    });
    churnkey_verify::Announced::read(&manifest).unwrap()
}

fn all() -> Value {
    let both = json!({ "immediate": true, "end-of-period": true });
    json!({
        "cancel": { "schedules": both },
        "pause": { "startDates": both, "durations": { "period": true }, "allowAnnual": false },
        "applyCoupon": {},
        "changePrice": { "schedules": both },
        "extendTrial": { "durations": { "period": true } },
    })
}

fn price(id: &str, currency: &str, flat: i64) -> Value {
    json!({
        "id": id, "type": "standalone", "duration": { "amount": 1, "unit": "month" },
        "amount": { "model": "fixed", "currency": currency, "flat": flat },
    })
}

fn subscription(status: &str, unit: &str) -> Value {
    json!({
        "id": "s_1", "customerId": "u_1", "status": { "name": status },
        "duration": { "amount": 1, "unit": unit },
        "items": [{ "id": "it_1", "quantity": 1, "price": price("p_now", "eur", 1500) }],
    })
}

fn coupon(id: &str, value: Value) -> Value {
    json!({ "id": id, "duration": { "type": "once" }, "value": value })
}

/// The generated flow of one subscription.
fn generated(actions: Value, subscription: Value, prices: &[Value], coupons: &[Value]) -> Flow {
    let announced = features(&actions);
    super::generate::flow(&Capabilities {
        announced: &announced,
        prices,
        coupons,
        subscriptions: &[subscription],
        now: chrono::Utc::now(),
    })
}

fn offers(flow: &Flow) -> Vec<&'static str> {
    flow.offers().map(|(_, offer)| offer.terms.as_str()).collect()
}
