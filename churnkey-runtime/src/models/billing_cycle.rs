//! How often a price is charged.

use std::num::NonZeroU32;

use serde::{Deserialize, Serialize};

use super::InvalidModel;

/// How often a price is charged: every `amount` months or years ([protocol 4.2](crate::protocol#42-price-v), where it
/// is called a duration).
///
/// ```
/// # extern crate churnkey_runtime as churnkey;
/// use churnkey::models::{BillingCycle, CycleUnit};
///
/// let quarterly = BillingCycle::months(3)?;
/// assert_eq!(quarterly.unit, CycleUnit::Month);
/// assert_eq!(BillingCycle::years(1)?, BillingCycle::YEARLY);
/// assert!(BillingCycle::months(0).is_err());
/// # Ok::<(), churnkey::models::InvalidModel>(())
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(schemars::JsonSchema))]
#[serde(rename_all = "camelCase")]
#[non_exhaustive]
pub struct BillingCycle {
    /// How many units, at least one.
    pub amount: NonZeroU32,
    /// What is counted.
    pub unit: CycleUnit,
}

/// The unit of a [`BillingCycle`] ([protocol 4.2](crate::protocol#42-price-v)). The protocol has neither days nor
/// weeks.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(schemars::JsonSchema))]
#[serde(rename_all = "lowercase")]
#[non_exhaustive]
pub enum CycleUnit {
    /// Calendar months.
    Month,
    /// Calendar years.
    Year,
}

impl BillingCycle {
    /// Every month.
    pub const MONTHLY: Self = Self { amount: NonZeroU32::MIN, unit: CycleUnit::Month };
    /// Every year.
    pub const YEARLY: Self = Self { amount: NonZeroU32::MIN, unit: CycleUnit::Year };

    /// Every `amount` months or years.
    #[must_use]
    pub const fn new(amount: NonZeroU32, unit: CycleUnit) -> Self {
        Self { amount, unit }
    }

    /// Every `amount` months, at least one.
    pub fn months(amount: u32) -> Result<Self, InvalidModel> {
        at_least_one("amount", amount).map(|amount| Self::new(amount, CycleUnit::Month))
    }

    /// Every `amount` years, at least one.
    pub fn years(amount: u32) -> Result<Self, InvalidModel> {
        at_least_one("amount", amount).map(|amount| Self::new(amount, CycleUnit::Year))
    }
}

/// A count that must not be zero.
pub(super) fn at_least_one(field: &'static str, count: u32) -> Result<NonZeroU32, InvalidModel> {
    NonZeroU32::new(count).ok_or_else(|| InvalidModel::new(field, "at least 1", "0"))
}
