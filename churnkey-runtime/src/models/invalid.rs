//! The error of every model constructor.

use std::borrow::Cow;

use thiserror::Error;

/// A value that the protocol does not allow, named by its field on the wire.
///
/// The models' constructors return it, and reading a model from JSON fails with its message. In a method, `?` turns it
/// into an internal error, since the merchant's data is wrong and not Churnkey's request.
///
/// ```
/// # extern crate churnkey_runtime as churnkey;
/// use churnkey::models::Currency;
///
/// let error = Currency::new("euro").unwrap_err();
/// assert_eq!(error.field(), "currency");
/// assert_eq!(error.to_string(), r#"`currency` must be three ASCII letters (ISO 4217), not "euro""#);
/// ```
#[derive(Debug, Clone, PartialEq, Eq, Error)]
#[error("`{field}` must be {allowed}, not {found}")]
pub struct InvalidModel {
    field: &'static str,
    allowed: &'static str,
    found: Cow<'static, str>,
}

impl InvalidModel {
    pub(super) fn new(
        field: &'static str,
        allowed: &'static str,
        found: impl Into<Cow<'static, str>>,
    ) -> Self {
        Self { field, allowed, found: found.into() }
    }

    /// The field, spelt as on the wire: `upTo`, `percent`.
    #[must_use]
    pub const fn field(&self) -> &'static str {
        self.field
    }
}
