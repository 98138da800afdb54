//! Percentages.

use std::cmp::Ordering;

use serde::{Deserialize, Serialize, Serializer};

use super::InvalidModel;

/// A percentage from 0 to 100, such as the 15 of "15 % off" ([protocol 2.8](crate::protocol#28-money)).
///
/// ```
/// # extern crate churnkey_runtime as churnkey;
/// use churnkey::models::Percent;
///
/// assert_eq!(Percent::new(12.5)?.get(), 12.5);
/// assert_eq!(serde_json::to_string(&Percent::new(15.0)?)?, "15");
/// assert!(Percent::new(100.5).is_err());
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Deserialize)]
#[serde(try_from = "f64")]
pub struct Percent(f64);

impl Percent {
    /// Takes a number from 0 to 100.
    pub fn new(percent: f64) -> Result<Self, InvalidModel> {
        if (0.0..=100.0).contains(&percent) {
            // Adding zero turns a negative zero into a plain one, which `Ord` relies on.
            Ok(Self(percent + 0.0))
        } else {
            Err(InvalidModel::new("percent", "a number from 0 to 100", percent.to_string()))
        }
    }

    /// The percentage as a number.
    #[must_use]
    pub const fn get(self) -> f64 {
        self.0
    }
}

// Legal because a `Percent` is never NaN.
impl Eq for Percent {}

impl PartialOrd for Percent {
    fn partial_cmp(&self, other: &Self) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}

impl Ord for Percent {
    fn cmp(&self, other: &Self) -> Ordering {
        self.0.total_cmp(&other.0)
    }
}

impl TryFrom<f64> for Percent {
    type Error = InvalidModel;

    fn try_from(percent: f64) -> Result<Self, InvalidModel> {
        Self::new(percent)
    }
}

impl From<Percent> for f64 {
    fn from(percent: Percent) -> Self {
        percent.0
    }
}

impl Serialize for Percent {
    // `15`, as JavaScript writes it, and not `15.0`.
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        #[expect(
            clippy::cast_possible_truncation,
            clippy::cast_sign_loss,
            reason = "it is within 0..=100"
        )]
        let whole = self.0 as u8;
        if f64::from(whole).total_cmp(&self.0).is_eq() {
            serializer.serialize_u8(whole)
        } else {
            serializer.serialize_f64(self.0)
        }
    }
}

#[cfg(feature = "openapi")]
impl schemars::JsonSchema for Percent {
    fn inline_schema() -> bool {
        true
    }

    fn schema_name() -> std::borrow::Cow<'static, str> {
        "Percent".into()
    }

    fn json_schema(_: &mut schemars::SchemaGenerator) -> schemars::Schema {
        schemars::json_schema!({ "type": "number", "minimum": 0, "maximum": 100 })
    }
}
