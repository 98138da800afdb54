//! The models: the JSON shapes that a merchant answers with ([protocol 4](crate::protocol#4-models)), and the pages
//! they come in ([protocol 2.6](crate::protocol#26-pagination)).
//!
//! All of them have in common:
//!
//! - A constructor takes what is required, and a chain of methods sets the rest. Fields are public, so a column that may
//!   be `NULL` is simply assigned: `customer.phone = row.phone`.
//! - What the protocol forbids cannot be built, nor read from JSON: the constructor returns [`InvalidModel`]. An empty
//!   id can be built, since ids are made from any text, but not sent: the answer is 500, and the log says which id is
//!   empty.
//! - Money is a whole number in the minor unit of its currency: 1.10 USD is `110`.
//! - Dates are [`chrono::DateTime<Utc>`](chrono::DateTime), on the wire `2026-03-01T00:00:00.000Z`.
//! - An absent value is left out on the wire; `null` is read as absent, and an unknown key is ignored.

mod amount;
mod billing_cycle;
mod coupon;
mod currency;
mod customer;
pub(crate) mod dates;
mod discount;
mod family;
mod ids;
mod invalid;
mod page;
mod percent;
mod price;
mod product;
mod status;
mod subscription;
#[cfg(test)]
mod tests;

use serde::{Deserialize, Deserializer};

pub use self::{
    amount::{Amount, FixedAmount, Tier, TierMode, TieredAmount},
    billing_cycle::{BillingCycle, CycleUnit},
    coupon::{Coupon, CouponDuration, CouponValue, Redemptions},
    currency::Currency,
    customer::{Address, Customer},
    discount::Discount,
    family::Family,
    ids::{
        CouponId, CustomerId, FamilyId, ItemId, PriceId, ProductId, SubscriptionId, SubscriptionKey,
    },
    invalid::InvalidModel,
    page::{Page, PageRequest},
    percent::Percent,
    price::{Price, PriceType},
    product::{Product, ProductType},
    status::{PausePeriod, Period, Status},
    subscription::{Item, Subscription},
};

/// Reads `null` as the default value: serde's own `default` covers an absent key only.
fn null_as_default<'de, D, T>(deserializer: D) -> Result<T, D::Error>
where
    D: Deserializer<'de>,
    T: Default + Deserialize<'de>,
{
    Option::deserialize(deserializer).map(Option::unwrap_or_default)
}
