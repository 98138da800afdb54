//! Billing cycles.

use std::num::NonZeroU32;

use serde::{Deserialize, Serialize};

use super::InvalidModel;

/// A span of whole months or years: how often a price is charged, how long a coupon lasts (protocol 4.2).
///
/// ```
/// use churnkey_runtime::models::{Duration, Unit};
///
/// let quarterly = Duration::months(3)?;
/// assert_eq!(quarterly.unit, Unit::Month);
/// assert_eq!(Duration::years(1)?, Duration::YEARLY);
/// assert!(Duration::months(0).is_err());
/// # Ok::<(), churnkey_runtime::models::InvalidModel>(())
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(schemars::JsonSchema))]
#[serde(rename_all = "camelCase")]
#[non_exhaustive]
pub struct Duration {
    /// How many units, at least one.
    pub amount: NonZeroU32,
    /// What is counted.
    pub unit: Unit,
}

/// The unit of a [`Duration`] (protocol 4.2). This protocol has no days and no weeks.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(schemars::JsonSchema))]
#[serde(rename_all = "lowercase")]
#[non_exhaustive]
pub enum Unit {
    /// Calendar months.
    Month,
    /// Calendar years.
    Year,
}

impl Duration {
    /// Once a month.
    pub const MONTHLY: Self = Self { amount: NonZeroU32::MIN, unit: Unit::Month };
    /// Once a year.
    pub const YEARLY: Self = Self { amount: NonZeroU32::MIN, unit: Unit::Year };

    /// So many of a unit.
    #[must_use]
    pub const fn new(amount: NonZeroU32, unit: Unit) -> Self {
        Self { amount, unit }
    }

    /// So many months, at least one.
    pub fn months(amount: u32) -> Result<Self, InvalidModel> {
        at_least_one("amount", amount).map(|amount| Self::new(amount, Unit::Month))
    }

    /// So many years, at least one.
    pub fn years(amount: u32) -> Result<Self, InvalidModel> {
        at_least_one("amount", amount).map(|amount| Self::new(amount, Unit::Year))
    }
}

/// A count that must not be zero.
pub(super) fn at_least_one(field: &'static str, count: u32) -> Result<NonZeroU32, InvalidModel> {
    NonZeroU32::new(count).ok_or_else(|| InvalidModel::new(field, "at least 1", "0"))
}
