//! Products.

use serde::{Deserialize, Serialize};

use super::{FamilyId, ProductId};

/// What prices are for ([protocol 4.5](crate::protocol#45-product-v)).
///
/// ```
/// # extern crate churnkey_runtime as churnkey;
/// use churnkey::models::Product;
///
/// let team = Product::family("prod_team", "fam_work", "Team").unit_label("seat");
/// assert_eq!(
///     serde_json::to_value(team)?,
///     serde_json::json!({
///         "id": "prod_team", "type": "family", "familyId": "fam_work", "name": "Team", "unitLabel": "seat",
///     }),
/// );
/// # Ok::<(), serde_json::Error>(())
/// ```
#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(schemars::JsonSchema))]
#[serde(rename_all = "camelCase")]
#[non_exhaustive]
pub struct Product {
    /// The merchant's id.
    pub id: ProductId,
    /// Whether it belongs to a family. All products of an integration have the same type.
    #[serde(flatten)]
    pub r#type: ProductType,
    /// Shown to customers.
    pub name: String,
    /// Shown to customers.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub description: Option<String>,
    /// What one unit of the quantity is called, such as `seat`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub unit_label: Option<String>,
}

/// Whether a [`Product`] belongs to a family ([protocol 4.5](crate::protocol#45-product-v)): `type` and `familyId` on
/// the wire.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(schemars::JsonSchema))]
#[serde(tag = "type", rename_all = "lowercase", rename_all_fields = "camelCase")]
#[non_exhaustive]
pub enum ProductType {
    /// A standalone product: the integration has no families.
    Standalone,
    /// One of the products of a [`Family`](super::Family).
    #[non_exhaustive]
    Family {
        /// The family.
        family_id: FamilyId,
    },
}

impl ProductType {
    /// A product of this family.
    #[must_use]
    pub fn family(family_id: impl Into<FamilyId>) -> Self {
        Self::Family { family_id: family_id.into() }
    }
}

impl Product {
    /// A standalone product.
    #[must_use]
    pub fn standalone(id: impl Into<ProductId>, name: impl Into<String>) -> Self {
        Self::new(id.into(), ProductType::Standalone, name.into())
    }

    /// A product of a family.
    #[must_use]
    pub fn family(
        id: impl Into<ProductId>,
        family_id: impl Into<FamilyId>,
        name: impl Into<String>,
    ) -> Self {
        Self::new(id.into(), ProductType::family(family_id), name.into())
    }

    const fn new(id: ProductId, r#type: ProductType, name: String) -> Self {
        Self { id, r#type, name, description: None, unit_label: None }
    }

    /// Sets the description that customers see.
    #[must_use]
    pub fn description(mut self, description: impl Into<String>) -> Self {
        self.description = Some(description.into());
        self
    }

    /// Sets what one unit of the quantity is called.
    #[must_use]
    pub fn unit_label(mut self, label: impl Into<String>) -> Self {
        self.unit_label = Some(label.into());
        self
    }
}
