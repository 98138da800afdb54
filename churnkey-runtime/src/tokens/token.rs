//! A token as the merchant sets it.

use std::fmt;

/// An Integration Token ([protocol 2.2](crate::protocol#22-authentication)) with an optional name and limits, for
/// [`Builder::token`](crate::Builder::token). A string converts to one without either.
///
/// The name identifies the token in the span of each request (`token`), in the metric `churnkey_token_requests_total`,
/// and at boot. This way you can keep the old token of a rotation until it has been unused for a day.
///
/// ```
/// # extern crate churnkey_runtime as churnkey;
/// # mod merchant { include!(concat!(env!("CARGO_MANIFEST_DIR"), "/doc/billing.rs")); }
/// # use {churnkey::prelude::*, merchant::Billing};
/// use churnkey::{Integration, Token};
///
/// # fn main() -> Result<(), churnkey::StartError> {
/// # let (secret, for_monitoring, for_staging) = ("ck_int_1", "ck_int_2", "ck_int_3");
/// let integration = Integration::builder(Billing)
///     .token(Token::named("churnkey-2026", secret))
///     .token(Token::named("monitoring", for_monitoring).read_only())
///     .token(Token::named("staging", for_staging).test_only())
///     .build()?;
/// # let _ = integration;
/// # Ok(())
/// # }
/// ```
#[derive(Clone)]
pub struct Token {
    pub(super) secret: String,
    pub(super) name: Option<String>,
    pub(super) read_only: bool,
    pub(super) test_only: bool,
}

impl Token {
    /// A token with a name: up to 32 ASCII letters, digits and `-`, `_`, `.`. The name is logged, so it must not be
    /// secret.
    ///
    /// `none`, `read-only` and `test-only` have another meaning where names appear, and are refused, like a second
    /// token of the same name.
    #[must_use]
    pub fn named(name: impl Into<String>, secret: impl Into<String>) -> Self {
        Self { name: Some(name.into()), ..Self::from(secret.into()) }
    }

    /// Makes the token read-only: an action gets 403. Use it for monitoring, which should not be able to cancel.
    #[must_use]
    pub fn read_only(self) -> Self {
        Self { read_only: true, ..self }
    }

    /// Limits the token to [test mode](crate::Mode::Test): any request in live mode gets 403.
    #[must_use]
    pub fn test_only(self) -> Self {
        Self { test_only: true, ..self }
    }

    /// The secret itself, for sending it. Do not log it.
    #[must_use]
    pub fn secret(&self) -> &str {
        &self.secret
    }

    /// The name, if it has one.
    #[must_use]
    pub fn name(&self) -> Option<&str> {
        self.name.as_deref()
    }

    /// Whether it is [read-only](Self::read_only).
    #[must_use]
    pub fn is_read_only(&self) -> bool {
        self.read_only
    }

    /// Whether it is limited to [test mode](Self::test_only).
    #[must_use]
    pub fn is_test_only(&self) -> bool {
        self.test_only
    }
}

impl From<String> for Token {
    fn from(secret: String) -> Self {
        Self { secret, name: None, read_only: false, test_only: false }
    }
}

impl From<&String> for Token {
    fn from(secret: &String) -> Self {
        secret.clone().into()
    }
}

impl From<&str> for Token {
    fn from(secret: &str) -> Self {
        secret.to_owned().into()
    }
}

/// Hides the secret.
impl fmt::Debug for Token {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Token")
            .field("name", &self.name)
            .field("read_only", &self.read_only)
            .field("test_only", &self.test_only)
            .finish_non_exhaustive()
    }
}
