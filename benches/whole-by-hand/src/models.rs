//! The models as they go over the wire.

use chrono::{DateTime, SecondsFormat, Utc};
use serde::{Serialize, Serializer};

#[derive(Clone, Default, Serialize)]
pub(crate) struct Customer {
    pub(crate) id: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) name: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) email: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) phone: Option<String>,
}

#[derive(Clone, Serialize)]
#[serde(rename_all = "camelCase")]
pub(crate) struct Price {
    pub(crate) id: String,
    pub(crate) r#type: &'static str,
    pub(crate) product_id: String,
    pub(crate) duration: Duration,
    pub(crate) amount: Amount,
}

#[derive(Clone, Copy, Serialize)]
pub(crate) struct Duration {
    pub(crate) amount: u32,
    pub(crate) unit: &'static str,
}

#[derive(Clone, Serialize)]
#[serde(tag = "model", rename_all = "lowercase")]
pub(crate) enum Amount {
    Fixed { currency: &'static str, unit: i64 },
}

#[derive(Clone, Serialize)]
#[serde(rename_all = "camelCase")]
pub(crate) struct Subscription {
    pub(crate) id: String,
    pub(crate) customer_id: String,
    pub(crate) status: Status,
    #[serde(serialize_with = "date")]
    pub(crate) start: DateTime<Utc>,
    pub(crate) duration: Duration,
    pub(crate) items: Vec<Item>,
}

#[derive(Clone, Serialize)]
#[serde(tag = "name", rename_all = "lowercase", rename_all_fields = "camelCase")]
pub(crate) enum Status {
    Active { current_period: Period },
}

#[derive(Clone, Serialize)]
pub(crate) struct Period {
    #[serde(serialize_with = "date")]
    pub(crate) start: DateTime<Utc>,
    #[serde(serialize_with = "date")]
    pub(crate) end: DateTime<Utc>,
}

#[derive(Clone, Serialize)]
pub(crate) struct Item {
    pub(crate) id: String,
    pub(crate) price: Price,
    pub(crate) quantity: u64,
}

#[derive(Clone, Serialize)]
pub(crate) struct Coupon {
    pub(crate) id: String,
    pub(crate) duration: CouponDuration,
    pub(crate) value: CouponValue,
}

#[derive(Clone, Serialize)]
#[serde(tag = "type", rename_all = "kebab-case")]
pub(crate) enum CouponDuration {
    Once,
}

#[derive(Clone, Serialize)]
#[serde(tag = "type", rename_all = "lowercase")]
pub(crate) enum CouponValue {
    Fixed { currency: &'static str, flat: i64 },
}

#[derive(Clone, Serialize)]
#[serde(rename_all = "camelCase")]
pub(crate) struct Product {
    pub(crate) id: String,
    pub(crate) r#type: &'static str,
    pub(crate) family_id: String,
    pub(crate) name: String,
}

#[derive(Clone, Serialize)]
pub(crate) struct Family {
    pub(crate) id: String,
    pub(crate) name: String,
}

/// With milliseconds, as JavaScript writes a date.
fn date<S: Serializer>(date: &DateTime<Utc>, serializer: S) -> Result<S::Ok, S::Error> {
    serializer.serialize_str(&date.to_rfc3339_opts(SecondsFormat::Millis, true))
}
