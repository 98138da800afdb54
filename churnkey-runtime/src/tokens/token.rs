//! A token as a merchant writes it.

use std::fmt;

/// An Integration Token ([protocol 2.2](crate::protocol#22-authentication)), with a name and limits where it has
/// them; for
/// [`Builder::token`](crate::Builder::token). A string is one without either.
///
/// By its name a token is told from the others: in the span of each request (`token`), in the metric
/// `churnkey_token_requests_total`, and at boot. So a rotation can wait until the old one has not been used for a day.
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
    /// A token with a name: up to 32 ASCII letters, digits and `-`, `_`, `.`. The name is not a secret, and it is logged.
    ///
    /// `none`, `read-only` and `test-only` mean something else where names are written, and are refused, as a second
    /// token of the same name is.
    #[must_use]
    pub fn named(name: impl Into<String>, secret: impl Into<String>) -> Self {
        Self { name: Some(name.into()), ..Self::from(secret.into()) }
    }

    /// The same token for reading alone: an action is 403 with it. For monitoring, which should not be able to cancel.
    #[must_use]
    pub fn read_only(self) -> Self {
        Self { read_only: true, ..self }
    }

    /// The same token for [test mode](crate::Mode::Test) alone: any request in live mode is 403 with it.
    #[must_use]
    pub fn test_only(self) -> Self {
        Self { test_only: true, ..self }
    }

    /// The secret itself, to be sent. Do not log it.
    #[must_use]
    pub fn secret(&self) -> &str {
        &self.secret
    }

    /// The name, if it has one.
    #[must_use]
    pub fn name(&self) -> Option<&str> {
        self.name.as_deref()
    }

    /// Whether it is for [reading alone](Self::read_only).
    #[must_use]
    pub fn is_read_only(&self) -> bool {
        self.read_only
    }

    /// Whether it is for [test mode alone](Self::test_only).
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

/// Without the secret.
impl fmt::Debug for Token {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Token")
            .field("name", &self.name)
            .field("read_only", &self.read_only)
            .field("test_only", &self.test_only)
            .finish_non_exhaustive()
    }
}
