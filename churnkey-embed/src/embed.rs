//! The account and its auth hashes.

use std::env;
use std::fmt::{self, Write as _};

use hmac::{Hmac, KeyInit as _, Mac as _};
use sha2::Sha256;

use crate::error::EmbedError;

const APP_ID: &str = "CK_APP_ID";
const API_KEY: &str = "CK_API_KEY";

/// A Churnkey account: its app id and its API key.
///
/// The app id is public: it is in each token. The API key is a secret: it is not kept as text, and neither `Debug` nor
/// any error shows it.
#[derive(Clone)]
pub struct Embed {
    app_id: String,
    /// Initialized with the API key.
    hmac: Hmac<Sha256>,
}

impl Embed {
    /// An account with this app id and API key. Both are used exactly as given, including whitespace.
    ///
    /// # Errors
    /// [`EmbedError::AppId`] or [`EmbedError::ApiKey`] if one of them is empty.
    pub fn new(app_id: impl Into<String>, api_key: impl AsRef<str>) -> Result<Self, EmbedError> {
        let (app_id, api_key) = (app_id.into(), api_key.as_ref());
        if app_id.is_empty() {
            return Err(EmbedError::AppId);
        }
        if api_key.is_empty() {
            return Err(EmbedError::ApiKey);
        }
        let hmac = Hmac::new_from_slice(api_key.as_bytes()).map_err(|_| EmbedError::ApiKey)?;
        Ok(Self { app_id, hmac })
    }

    /// The account in the environment variables `CK_APP_ID` and `CK_API_KEY`. Whitespace around a value is removed,
    /// because a secret from a file often ends in a line break.
    ///
    /// # Errors
    /// [`EmbedError::Variable`] with the name of the missing or empty variable.
    ///
    /// ```no_run
    /// # mod churnkey { pub use churnkey_embed as embed; }
    /// use churnkey::embed::Embed;
    ///
    /// # fn main() -> Result<(), churnkey::embed::EmbedError> {
    /// let embed = Embed::from_env()?;
    /// # Ok(())
    /// # }
    /// ```
    pub fn from_env() -> Result<Self, EmbedError> {
        Self::from_variables(|name| env::var(name).ok())
    }

    fn from_variables(read: impl Fn(&str) -> Option<String>) -> Result<Self, EmbedError> {
        let text = |name: &'static str| {
            let value = read(name).map(|value| value.trim().to_owned());
            value.filter(|value| !value.is_empty()).ok_or(EmbedError::Variable(name))
        };
        Self::new(text(APP_ID)?, text(API_KEY)?)
    }

    /// The app id.
    #[must_use]
    pub fn app_id(&self) -> &str {
        &self.app_id
    }

    /// The customer's auth hash: the HMAC-SHA256 of the id (as UTF-8), keyed with the API key, in lower-case hexadecimal. This is
    /// the `authHash` of the hosted script; the React component takes a [session token](Self::session_token) instead.
    ///
    /// # Errors
    /// [`EmbedError::CustomerId`] if the id is empty.
    ///
    /// ```
    /// # mod churnkey { pub use churnkey_embed as embed; }
    /// use churnkey::embed::Embed;
    ///
    /// # fn main() -> Result<(), churnkey::embed::EmbedError> {
    /// let embed = Embed::new("app_1", "the API key")?;
    /// assert_eq!(embed.auth_hash("u_1001")?.len(), 64);
    /// # Ok(())
    /// # }
    /// ```
    pub fn auth_hash(&self, customer_id: impl AsRef<str>) -> Result<String, EmbedError> {
        let customer_id = customer_id.as_ref();
        if customer_id.is_empty() {
            return Err(EmbedError::CustomerId);
        }
        let mut hmac = self.hmac.clone();
        hmac.update(customer_id.as_bytes());
        let mut hash = String::with_capacity(64);
        for byte in hmac.finalize().into_bytes() {
            let _ = write!(hash, "{byte:02x}"); // writing to a `String` cannot fail
        }
        Ok(hash)
    }
}

/// Without the API key.
impl fmt::Debug for Embed {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Embed").field("app_id", &self.app_id).finish_non_exhaustive()
    }
}

#[cfg(test)]
#[path = "tests/environment.rs"]
mod tests;
