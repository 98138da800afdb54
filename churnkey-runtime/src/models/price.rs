//! Prices.

use serde::{Deserialize, Serialize};

use super::{Amount, BillingCycle, PriceId, ProductId};

/// What can be subscribed to: an amount per billing cycle ([protocol 4.2](crate::protocol#42-price-v)).
///
/// ```
/// # extern crate churnkey_runtime as churnkey;
/// use churnkey::models::{Amount, Currency, BillingCycle, Price};
///
/// let price = Price::product("p_team_m", "prod_team", BillingCycle::MONTHLY, Amount::per_unit(Currency::EUR, 900))
///     .name("Team monthly");
/// assert_eq!(
///     serde_json::to_value(price)?,
///     serde_json::json!({
///         "id": "p_team_m", "type": "product", "productId": "prod_team", "name": "Team monthly",
///         "duration": { "amount": 1, "unit": "month" },
///         "amount": { "model": "fixed", "currency": "eur", "unit": 900 },
///     }),
/// );
/// # Ok::<(), serde_json::Error>(())
/// ```
#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(schemars::JsonSchema))]
#[serde(rename_all = "camelCase")]
#[non_exhaustive]
pub struct Price {
    /// The merchant's id.
    pub id: PriceId,
    /// Whether it belongs to a product. All prices of an integration have the same type.
    #[serde(flatten)]
    pub r#type: PriceType,
    /// The billing cycle: how often it is charged.
    pub duration: BillingCycle,
    /// What a cycle costs.
    pub amount: Amount,
    /// The name that customers see. Without one, Churnkey makes one from the amount and the duration.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub name: Option<String>,
    /// For the merchant only.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub description: Option<String>,
}

/// Whether a [`Price`] belongs to a product ([protocol 4.2](crate::protocol#42-price-v)): `type` and `productId` on
/// the wire.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(schemars::JsonSchema))]
#[serde(tag = "type", rename_all = "lowercase", rename_all_fields = "camelCase")]
#[non_exhaustive]
pub enum PriceType {
    /// A standalone price: the integration has no products.
    Standalone,
    /// One of the prices of a [`Product`](super::Product).
    #[non_exhaustive]
    Product {
        /// The product.
        product_id: ProductId,
    },
}

impl PriceType {
    /// A price of this product.
    #[must_use]
    pub fn product(product_id: impl Into<ProductId>) -> Self {
        Self::Product { product_id: product_id.into() }
    }
}

impl Price {
    /// A standalone price.
    #[must_use]
    pub fn standalone(
        id: impl Into<PriceId>,
        duration: BillingCycle,
        amount: impl Into<Amount>,
    ) -> Self {
        Self::new(id.into(), PriceType::Standalone, duration, amount.into())
    }

    /// A price of a product.
    #[must_use]
    pub fn product(
        id: impl Into<PriceId>,
        product_id: impl Into<ProductId>,
        duration: BillingCycle,
        amount: impl Into<Amount>,
    ) -> Self {
        Self::new(id.into(), PriceType::product(product_id), duration, amount.into())
    }

    const fn new(id: PriceId, r#type: PriceType, duration: BillingCycle, amount: Amount) -> Self {
        Self { id, r#type, duration, amount, name: None, description: None }
    }

    /// Sets the name that customers see.
    #[must_use]
    pub fn name(mut self, name: impl Into<String>) -> Self {
        self.name = Some(name.into());
        self
    }

    /// Sets the merchant's own note.
    #[must_use]
    pub fn description(mut self, description: impl Into<String>) -> Self {
        self.description = Some(description.into());
        self
    }
}
