//! Families of products.

use serde::{Deserialize, Serialize};

use super::FamilyId;

/// A group of products ([protocol 4.6](crate::protocol#46-family-v-for-the-meanings-i-for-what-is-required)).
///
/// ```
/// # extern crate churnkey_runtime as churnkey;
/// use churnkey::models::Family;
///
/// let family = Family::new("fam_work", "Work tools").description("Plans for companies");
/// assert_eq!(family.id, "fam_work");
/// ```
#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(schemars::JsonSchema))]
#[serde(rename_all = "camelCase")]
#[non_exhaustive]
pub struct Family {
    /// The merchant's id.
    pub id: FamilyId,
    /// Shown to customers.
    pub name: String,
    /// What the family is about.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub description: Option<String>,
}

impl Family {
    /// A family without a description.
    #[must_use]
    pub fn new(id: impl Into<FamilyId>, name: impl Into<String>) -> Self {
        Self { id: id.into(), name: name.into(), description: None }
    }

    /// Sets the description.
    #[must_use]
    pub fn description(mut self, description: impl Into<String>) -> Self {
        self.description = Some(description.into());
        self
    }
}
