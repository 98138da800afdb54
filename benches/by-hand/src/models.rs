//! The models as they go over the wire.

use std::collections::BTreeMap;

use chrono::{DateTime, SecondsFormat, Utc};
use serde::{Serialize, Serializer};

#[derive(Clone, Serialize)]
#[serde(rename_all = "camelCase")]
pub(crate) struct Customer {
    pub(crate) id: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) name: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) last_name: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) email: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) phone: Option<String>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub(crate) addresses: Vec<Address>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) currency: Option<String>,
    #[serde(skip_serializing_if = "BTreeMap::is_empty")]
    pub(crate) metadata: BTreeMap<String, String>,
}

#[derive(Clone, Default, Serialize)]
#[serde(rename_all = "camelCase")]
pub(crate) struct Address {
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) country: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) city: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) postal_code: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) line1: Option<String>,
}

#[derive(Clone, Serialize)]
#[serde(rename_all = "camelCase")]
pub(crate) struct Price {
    pub(crate) id: String,
    pub(crate) r#type: PriceType,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) product_id: Option<String>,
    pub(crate) duration: Duration,
    pub(crate) amount: Amount,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) name: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) description: Option<String>,
}

#[derive(Clone, Copy, Serialize)]
#[serde(rename_all = "lowercase")]
pub(crate) enum PriceType {
    Standalone,
}

#[derive(Clone, Copy, Serialize)]
pub(crate) struct Duration {
    pub(crate) amount: u32,
    pub(crate) unit: Unit,
}

#[derive(Clone, Copy, PartialEq, Serialize)]
#[serde(rename_all = "lowercase")]
pub(crate) enum Unit {
    Month,
    Year,
}

#[derive(Clone, Serialize)]
#[serde(tag = "model", rename_all = "lowercase")]
pub(crate) enum Amount {
    Fixed {
        currency: String,
        #[serde(skip_serializing_if = "Option::is_none")]
        unit: Option<i64>,
        #[serde(skip_serializing_if = "Option::is_none")]
        flat: Option<i64>,
    },
    Tiered {
        currency: String,
        mode: TierMode,
        tiers: Vec<Tier>,
    },
}

#[derive(Clone, Copy, Serialize)]
#[serde(rename_all = "lowercase")]
pub(crate) enum TierMode {
    Graduated,
}

#[derive(Clone, Copy, Serialize)]
#[serde(rename_all = "camelCase")]
pub(crate) struct Tier {
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) up_to: Option<u64>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) unit: Option<i64>,
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
    #[serde(skip_serializing_if = "BTreeMap::is_empty")]
    pub(crate) metadata: BTreeMap<String, String>,
}

#[derive(Clone, Serialize)]
pub(crate) struct Item {
    pub(crate) id: String,
    pub(crate) price: Price,
    pub(crate) quantity: u64,
}

#[derive(Clone, Copy, Serialize)]
#[serde(tag = "name", rename_all = "lowercase", rename_all_fields = "camelCase")]
pub(crate) enum Status {
    Active {
        #[serde(skip_serializing_if = "Option::is_none")]
        current_period: Option<Period>,
    },
    Trial {
        trial: Period,
        #[serde(skip_serializing_if = "Option::is_none")]
        current_period: Option<Period>,
    },
    Paused {
        pause: Pause,
        #[serde(skip_serializing_if = "Option::is_none")]
        current_period: Option<Period>,
    },
    Canceled {
        #[serde(serialize_with = "date")]
        canceled_at: DateTime<Utc>,
        #[serde(skip_serializing_if = "Option::is_none")]
        current_period: Option<Period>,
    },
}

impl Status {
    pub(crate) fn current_period(&self) -> Option<Period> {
        match self {
            Self::Active { current_period }
            | Self::Trial { current_period, .. }
            | Self::Paused { current_period, .. }
            | Self::Canceled { current_period, .. } => *current_period,
        }
    }
}

#[derive(Clone, Copy, Serialize)]
pub(crate) struct Period {
    #[serde(serialize_with = "date")]
    pub(crate) start: DateTime<Utc>,
    #[serde(serialize_with = "date")]
    pub(crate) end: DateTime<Utc>,
}

#[derive(Clone, Copy, Serialize)]
pub(crate) struct Pause {
    #[serde(serialize_with = "date")]
    pub(crate) start: DateTime<Utc>,
    #[serde(serialize_with = "date")]
    pub(crate) end: DateTime<Utc>,
}

/// With milliseconds, as JavaScript writes a date.
fn date<S: Serializer>(date: &DateTime<Utc>, serializer: S) -> Result<S::Ok, S::Error> {
    serializer.serialize_str(&date.to_rfc3339_opts(SecondsFormat::Millis, true))
}
