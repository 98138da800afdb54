//! Reads fields of the integration's JSON. The runtime's models would refuse a subscription with a mistake, but a rehearsal
//! must show it.

use chrono::{DateTime, Utc};
use serde_json::Value;

/// Inserts a value into an object. Any other value stays as it is.
pub(crate) fn set(object: &mut Value, key: &str, value: impl Into<Value>) {
    if let Value::Object(fields) = object {
        fields.insert(key.to_owned(), value.into());
    }
}

pub(crate) fn text<'a>(value: &'a Value, pointer: &str) -> Option<&'a str> {
    value.pointer(pointer)?.as_str().filter(|text| !text.is_empty())
}

pub(crate) fn date(value: &Value, pointer: &str) -> Option<DateTime<Utc>> {
    text(value, pointer).and_then(|text| text.parse().ok())
}

pub(crate) fn number(value: &Value, pointer: &str) -> Option<f64> {
    value.pointer(pointer)?.as_f64()
}

pub(crate) fn id(value: &Value) -> Option<&str> {
    text(value, "/id")
}

pub(crate) fn list<'a>(value: &'a Value, pointer: &str) -> impl Iterator<Item = &'a Value> {
    value.pointer(pointer).and_then(Value::as_array).into_iter().flatten()
}

/// The status of a subscription, such as `active`.
pub(crate) fn status(subscription: &Value) -> &str {
    text(subscription, "/status/name").unwrap_or_default()
}

pub(crate) fn is_canceled(subscription: &Value) -> bool {
    status(subscription) == "canceled"
}

pub(crate) fn is_yearly(subscription: &Value) -> bool {
    text(subscription, "/duration/unit") == Some("year")
}

/// The item whose price an offer changes: the first one.
pub(crate) fn plan(subscription: &Value) -> Option<&Value> {
    list(subscription, "/items").next()
}

/// The currency of the subscription's first price, in lower case.
pub(crate) fn currency(subscription: &Value) -> Option<String> {
    currency_at(subscription, "/items/0/price/amount/currency")
}

pub(crate) fn currency_at(value: &Value, pointer: &str) -> Option<String> {
    text(value, pointer).map(str::to_ascii_lowercase)
}

/// The length of a billing cycle or of a coupon's duration, in months.
pub(crate) fn months(duration: &Value) -> Option<f64> {
    let amount = number(duration, "/amount")?;
    match text(duration, "/unit")? {
        "month" => Some(amount),
        "year" => Some(amount * 12.0),
        _ => None,
    }
}

/// The end of the current period or of the trial.
pub(crate) fn period_end(subscription: &Value) -> Option<DateTime<Utc>> {
    date(subscription, "/status/currentPeriod/end")
        .or_else(|| date(subscription, "/status/trial/end"))
}
