//! Subscriptions and what they consist of.

use std::collections::BTreeMap;

use chrono::{DateTime, Utc};
use serde::{Deserialize, Deserializer, Serialize};

use super::{
    BillingCycle, CustomerId, Discount, ItemId, Price, Status, SubscriptionId, dates,
    null_as_default,
};

/// What a customer has subscribed to ([protocol 4.3](crate::protocol#43-subscription)).
///
/// ```
/// # extern crate churnkey_runtime as churnkey;
/// use chrono::{TimeZone, Utc};
/// use churnkey::models::{Amount, Currency, BillingCycle, Item, Period, Price, Status, Subscription};
///
/// let start = Utc.with_ymd_and_hms(2025, 11, 3, 9, 0, 0).unwrap();
/// let period = Period::new(start, start + chrono::Months::new(1))?;
/// let price = Price::standalone("p_team_m", BillingCycle::MONTHLY, Amount::per_unit(Currency::EUR, 900));
///
/// let subscription = Subscription::new(
///     "s_77",
///     "u_1001",
///     Status::active(period),
///     start,
///     BillingCycle::MONTHLY,
///     [Item::new("it_1", price).quantity(3)],
/// )
/// .metadata("team", "blue");
/// assert_eq!(subscription.items[0].quantity, 3);
/// # Ok::<(), churnkey::models::InvalidModel>(())
/// ```
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(schemars::JsonSchema))]
#[serde(rename_all = "camelCase")]
#[non_exhaustive]
pub struct Subscription {
    /// The merchant's id.
    pub id: SubscriptionId,
    /// The customer that it belongs to.
    pub customer_id: CustomerId,
    /// Its state.
    pub status: Status,
    /// When it started.
    #[serde(with = "dates")]
    #[cfg_attr(feature = "openapi", schemars(with = "dates::Date"))]
    pub start: DateTime<Utc>,
    /// The billing cycle: how often it is charged.
    pub duration: BillingCycle,
    /// What is paid for.
    pub items: Vec<Item>,
    /// Discounts on this subscription. Churnkey's discount offer needs them.
    #[serde(default, deserialize_with = "null_as_default", skip_serializing_if = "Vec::is_empty")]
    pub discounts: Vec<Discount>,
    /// Anything else that the merchant wants Churnkey to know.
    #[serde(
        default,
        deserialize_with = "null_as_default",
        skip_serializing_if = "BTreeMap::is_empty"
    )]
    pub metadata: BTreeMap<String, String>,
}

impl Subscription {
    /// A subscription without discounts or metadata.
    #[must_use]
    pub fn new(
        id: impl Into<SubscriptionId>,
        customer_id: impl Into<CustomerId>,
        status: Status,
        start: DateTime<Utc>,
        duration: BillingCycle,
        items: impl IntoIterator<Item = Item>,
    ) -> Self {
        Self {
            id: id.into(),
            customer_id: customer_id.into(),
            status,
            start,
            duration,
            items: Vec::from_iter(items),
            discounts: Vec::new(),
            metadata: BTreeMap::new(),
        }
    }

    /// Adds a discount.
    #[must_use]
    pub fn discount(mut self, discount: Discount) -> Self {
        self.discounts.push(discount);
        self
    }

    /// Adds discounts.
    #[must_use]
    pub fn discounts(mut self, discounts: impl IntoIterator<Item = Discount>) -> Self {
        self.discounts.extend(discounts);
        self
    }

    /// Adds an entry to the metadata.
    #[must_use]
    pub fn metadata(mut self, key: impl Into<String>, value: impl Into<String>) -> Self {
        self.metadata.insert(key.into(), value.into());
        self
    }
}

/// One line of a [`Subscription`]: a price and a quantity ([protocol 4.3](crate::protocol#43-subscription)).
#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(schemars::JsonSchema))]
#[serde(rename_all = "camelCase")]
#[non_exhaustive]
pub struct Item {
    /// The merchant's id.
    pub id: ItemId,
    /// The whole price, not only its id.
    pub price: Price,
    /// How many units; an absent quantity is read as 1.
    #[serde(default = "one", deserialize_with = "null_as_one")]
    pub quantity: u64,
}

impl Item {
    /// One unit of a price.
    #[must_use]
    pub fn new(id: impl Into<ItemId>, price: Price) -> Self {
        Self { id: id.into(), price, quantity: one() }
    }

    /// Sets the quantity.
    #[must_use]
    pub const fn quantity(mut self, quantity: u64) -> Self {
        self.quantity = quantity;
        self
    }
}

const fn one() -> u64 {
    1
}

fn null_as_one<'de, D: Deserializer<'de>>(deserializer: D) -> Result<u64, D::Error> {
    Ok(Option::deserialize(deserializer)?.unwrap_or_else(one))
}
