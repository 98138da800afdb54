//! Discounts.

use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};

use super::{Coupon, dates};

/// A coupon that has been applied to a customer or a subscription ([protocol 4.1](crate::protocol#41-customer-v)).
///
/// ```
/// # extern crate churnkey_runtime as churnkey;
/// use chrono::{TimeZone, Utc};
/// use churnkey::models::{Coupon, CouponDuration, CouponValue, Discount, Percent};
///
/// let half_off = Coupon::new("c_once", CouponDuration::Once, CouponValue::percentage(Percent::new(50.0)?));
/// let discount = Discount::new(half_off).start(Utc.with_ymd_and_hms(2026, 1, 1, 0, 0, 0).unwrap());
/// assert_eq!(discount.end, None);
/// # Ok::<(), churnkey::models::InvalidModel>(())
/// ```
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(schemars::JsonSchema))]
#[serde(rename_all = "camelCase")]
#[non_exhaustive]
pub struct Discount {
    /// The whole coupon, not only its id.
    pub coupon: Coupon,
    /// When it starts to apply.
    #[serde(default, with = "dates::option", skip_serializing_if = "Option::is_none")]
    #[cfg_attr(feature = "openapi", schemars(with = "Option<dates::Date>"))]
    pub start: Option<DateTime<Utc>>,
    /// When it stops applying.
    #[serde(default, with = "dates::option", skip_serializing_if = "Option::is_none")]
    #[cfg_attr(feature = "openapi", schemars(with = "Option<dates::Date>"))]
    pub end: Option<DateTime<Utc>>,
}

impl Discount {
    /// A discount from this coupon.
    #[must_use]
    pub const fn new(coupon: Coupon) -> Self {
        Self { coupon, start: None, end: None }
    }

    /// Sets when it starts to apply.
    #[must_use]
    pub const fn start(mut self, start: DateTime<Utc>) -> Self {
        self.start = Some(start);
        self
    }

    /// Sets when it stops applying.
    #[must_use]
    pub const fn end(mut self, end: DateTime<Utc>) -> Self {
        self.end = Some(end);
        self
    }
}
