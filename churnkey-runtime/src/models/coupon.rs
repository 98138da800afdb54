//! Coupons.

use std::num::NonZeroU32;

use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};

use super::{
    CouponId, Currency, CycleUnit, FixedAmount, InvalidModel, Percent, billing_cycle::at_least_one,
    dates,
};

/// What can be taken off a price, and for how long ([protocol 4.4](crate::protocol#44-coupon-v)).
///
/// ```
/// # extern crate churnkey_runtime as churnkey;
/// use churnkey::models::{Coupon, CouponDuration, CouponValue, Percent, Redemptions};
///
/// let winter = Coupon::new("c_winter", CouponDuration::cycles(3)?, CouponValue::percentage(Percent::new(15.0)?))
///     .code("WINTER15")
///     .redemptions(Redemptions::new().max(200));
/// assert_eq!(
///     serde_json::to_value(winter)?,
///     serde_json::json!({
///         "id": "c_winter", "code": "WINTER15", "redemptions": { "max": 200 },
///         "duration": { "type": "cycle-amount", "cycles": 3 },
///         "value": { "type": "percentage", "percent": 15 },
///     }),
/// );
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(schemars::JsonSchema))]
#[serde(rename_all = "camelCase")]
#[non_exhaustive]
pub struct Coupon {
    /// The merchant's id.
    pub id: CouponId,
    /// How long it applies.
    pub duration: CouponDuration,
    /// What it takes off.
    pub value: CouponValue,
    /// The name that customers see. Churnkey shows the code if there is none.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub name: Option<String>,
    /// What customers type in.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub code: Option<String>,
    /// How often it has been and may be redeemed.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub redemptions: Option<Redemptions>,
    /// When it expires. Absent if it never does.
    #[serde(default, with = "dates::option", skip_serializing_if = "Option::is_none")]
    #[cfg_attr(feature = "openapi", schemars(with = "Option<dates::Date>"))]
    pub expires_at: Option<DateTime<Utc>>,
}

impl Coupon {
    /// A coupon that never expires.
    #[must_use]
    pub fn new(
        id: impl Into<CouponId>,
        duration: CouponDuration,
        value: impl Into<CouponValue>,
    ) -> Self {
        Self {
            id: id.into(),
            duration,
            value: value.into(),
            name: None,
            code: None,
            redemptions: None,
            expires_at: None,
        }
    }

    /// Sets the name that customers see.
    #[must_use]
    pub fn name(mut self, name: impl Into<String>) -> Self {
        self.name = Some(name.into());
        self
    }

    /// Sets what customers type in.
    #[must_use]
    pub fn code(mut self, code: impl Into<String>) -> Self {
        self.code = Some(code.into());
        self
    }

    /// Sets how often it has been and may be redeemed.
    #[must_use]
    pub const fn redemptions(mut self, redemptions: Redemptions) -> Self {
        self.redemptions = Some(redemptions);
        self
    }

    /// Sets when it expires.
    #[must_use]
    pub const fn expires_at(mut self, at: DateTime<Utc>) -> Self {
        self.expires_at = Some(at);
        self
    }
}

/// How long a [`Coupon`] applies ([protocol 4.4](crate::protocol#44-coupon-v)), tagged by `type` on the wire.
///
/// ```
/// # extern crate churnkey_runtime as churnkey;
/// use churnkey::models::{CouponDuration, CycleUnit};
///
/// match CouponDuration::months(2)? {
///     CouponDuration::Recurring { amount, unit, .. } => {
///         assert_eq!((amount.get(), unit), (2, CycleUnit::Month));
///     }
///     other => panic!("it is {other:?}"),
/// }
/// assert!(CouponDuration::cycles(0).is_err());
/// # Ok::<(), churnkey::models::InvalidModel>(())
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(schemars::JsonSchema))]
#[serde(tag = "type", rename_all = "kebab-case", rename_all_fields = "camelCase")]
#[non_exhaustive]
pub enum CouponDuration {
    /// For one charge.
    Once,
    /// For a number of months or years.
    #[non_exhaustive]
    Recurring {
        /// How many of them, at least one.
        amount: NonZeroU32,
        /// Months or years.
        unit: CycleUnit,
    },
    /// For as long as the subscription runs.
    Forever,
    /// For a number of billing cycles.
    #[non_exhaustive]
    CycleAmount {
        /// How many cycles, at least one.
        cycles: NonZeroU32,
    },
}

impl CouponDuration {
    /// For `amount` months, at least one.
    pub fn months(amount: u32) -> Result<Self, InvalidModel> {
        Self::recurring(amount, CycleUnit::Month)
    }

    /// For `amount` years, at least one.
    pub fn years(amount: u32) -> Result<Self, InvalidModel> {
        Self::recurring(amount, CycleUnit::Year)
    }

    /// For a number of billing cycles, at least one.
    pub fn cycles(cycles: u32) -> Result<Self, InvalidModel> {
        at_least_one("cycles", cycles).map(|cycles| Self::CycleAmount { cycles })
    }

    fn recurring(amount: u32, unit: CycleUnit) -> Result<Self, InvalidModel> {
        at_least_one("amount", amount).map(|amount| Self::Recurring { amount, unit })
    }
}

/// What a [`Coupon`] takes off ([protocol 4.4](crate::protocol#44-coupon-v)), tagged by `type` on the wire.
///
/// ```
/// # extern crate churnkey_runtime as churnkey;
/// use churnkey::models::{CouponValue, Currency, Percent};
///
/// let five_dollars = CouponValue::flat(Currency::USD, 500);
/// let fifteen_percent = CouponValue::percentage(Percent::new(15.0)?);
/// # Ok::<(), churnkey::models::InvalidModel>(())
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(schemars::JsonSchema))]
#[serde(tag = "type", rename_all = "lowercase", rename_all_fields = "camelCase")]
#[non_exhaustive]
pub enum CouponValue {
    /// Money.
    Fixed(FixedAmount),
    /// A percentage of the price.
    #[non_exhaustive]
    Percentage {
        /// The percentage.
        percent: Percent,
        /// The only currency that it may be used with, if there is such a limit.
        #[serde(skip_serializing_if = "Option::is_none")]
        currency: Option<Currency>,
    },
}

impl CouponValue {
    /// An amount off each cycle, in the minor unit.
    #[must_use]
    pub const fn flat(currency: Currency, flat: i64) -> Self {
        Self::Fixed(FixedAmount::new(currency).flat(flat))
    }

    /// An amount off each unit of the quantity, in the minor unit.
    #[must_use]
    pub const fn per_unit(currency: Currency, unit: i64) -> Self {
        Self::Fixed(FixedAmount::new(currency).unit(unit))
    }

    /// A percentage of the price.
    #[must_use]
    pub const fn percentage(percent: Percent) -> Self {
        Self::Percentage { percent, currency: None }
    }

    /// A percentage of the price, for prices in this currency only.
    #[must_use]
    pub const fn percentage_in(currency: Currency, percent: Percent) -> Self {
        Self::Percentage { percent, currency: Some(currency) }
    }
}

impl From<FixedAmount> for CouponValue {
    fn from(amount: FixedAmount) -> Self {
        Self::Fixed(amount)
    }
}

impl From<Percent> for CouponValue {
    fn from(percent: Percent) -> Self {
        Self::percentage(percent)
    }
}

/// How often a [`Coupon`] has been and may be redeemed ([protocol 4.4](crate::protocol#44-coupon-v)).
///
/// ```
/// # extern crate churnkey_runtime as churnkey;
/// use churnkey::models::Redemptions;
///
/// let redemptions = Redemptions::new().max(200).current(17);
/// assert_eq!(redemptions.max, Some(200));
/// ```
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(schemars::JsonSchema))]
#[serde(rename_all = "camelCase")]
#[non_exhaustive]
pub struct Redemptions {
    /// How often it may be redeemed in total.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub max: Option<u64>,
    /// How often it has been redeemed.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub current: Option<u64>,
}

impl Redemptions {
    /// Redemptions without either number.
    #[must_use]
    pub const fn new() -> Self {
        Self { max: None, current: None }
    }

    /// Sets how often it may be redeemed in total.
    #[must_use]
    pub const fn max(mut self, max: u64) -> Self {
        self.max = Some(max);
        self
    }

    /// Sets how often it has been redeemed.
    #[must_use]
    pub const fn current(mut self, current: u64) -> Self {
        self.current = Some(current);
        self
    }
}
