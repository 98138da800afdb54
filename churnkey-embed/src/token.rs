//! The session token of the React component.

use std::fmt;
use std::str::FromStr;
use std::time::{Duration, SystemTime};

use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use serde::Serialize;

use crate::embed::Embed;
use crate::error::EmbedError;

/// Which data the cancel flow uses. The mode of a token is not signed, so the component's page could change it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default, Serialize)]
#[serde(rename_all = "lowercase")]
#[non_exhaustive]
pub enum Mode {
    /// Real customers.
    #[default]
    Live,
    /// Test data.
    Test,
    /// Added in 2026; `@churnkey/react` up to version 0.1.2 treats it as live.
    Sandbox,
}

impl Mode {
    /// The mode as it is on the wire.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Live => "live",
            Self::Test => "test",
            Self::Sandbox => "sandbox",
        }
    }
}

impl fmt::Display for Mode {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}

/// A word that is not a mode.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("the mode must be `live`, `test` or `sandbox`")]
pub struct UnknownMode;

impl FromStr for Mode {
    type Err = UnknownMode;

    fn from_str(word: &str) -> Result<Self, UnknownMode> {
        match word {
            "live" => Ok(Self::Live),
            "test" => Ok(Self::Test),
            "sandbox" => Ok(Self::Sandbox),
            _ => Err(UnknownMode),
        }
    }
}

/// A builder of a session token; [`sign`](Self::sign) returns the token.
///
/// ```
/// # mod churnkey { pub use churnkey_embed as embed; }
/// use churnkey::embed::{Embed, Mode};
///
/// # fn main() -> Result<(), churnkey::embed::EmbedError> {
/// let embed = Embed::new("app_1", "the API key")?;
/// let token = embed.session_token("u_1001").subscription("s_77").mode(Mode::Test).sign()?;
/// # Ok(())
/// # }
/// ```
#[derive(Debug, Clone)]
#[must_use = "`sign` returns the token"]
pub struct SessionToken<'a> {
    embed: &'a Embed,
    customer_id: String,
    subscription_id: Option<String>,
    mode: Mode,
    issued_at: Option<SystemTime>,
}

impl Embed {
    /// Begins a session token for a customer.
    ///
    /// Take the id from your own session, never from the request: anyone who has the token sees, and may cancel, this
    /// customer's subscriptions. Keep ids ASCII: the component decodes the token as Latin-1, so other letters reach
    /// Churnkey garbled and the hash no longer matches.
    pub fn session_token(&self, customer_id: impl AsRef<str>) -> SessionToken<'_> {
        SessionToken {
            embed: self,
            customer_id: customer_id.as_ref().to_owned(),
            subscription_id: None,
            mode: Mode::Live,
            issued_at: None,
        }
    }
}

/// The keys are in the order of `@churnkey/node`.
#[derive(Serialize)]
struct Payload<'a> {
    a: &'a str,
    c: &'a str,
    h: &'a str,
    m: Mode,
    t: i128,
    #[serde(skip_serializing_if = "Option::is_none")]
    s: Option<&'a str>,
}

impl SessionToken<'_> {
    /// The subscription of the flow. Without one, the flow covers all subscriptions of the customer. An empty id means none,
    /// as in `@churnkey/node`.
    pub fn subscription(mut self, id: impl AsRef<str>) -> Self {
        self.subscription_id = Some(id.as_ref().to_owned()).filter(|id| !id.is_empty());
        self
    }

    /// The mode; [`Mode::Live`] by default.
    pub fn mode(mut self, mode: Mode) -> Self {
        self.mode = mode;
        self
    }

    /// When the token was issued, in whole milliseconds; the time of [`sign`](Self::sign) by default. A token does not
    /// expire.
    pub fn issued_at(mut self, time: SystemTime) -> Self {
        self.issued_at = Some(time);
        self
    }

    /// The token: `ck_` and the payload in base64url without padding.
    ///
    /// # Errors
    /// [`EmbedError::CustomerId`] if the customer's id is empty.
    pub fn sign(self) -> Result<String, EmbedError> {
        let hash = self.embed.auth_hash(&self.customer_id)?;
        let payload = Payload {
            a: self.embed.app_id(),
            c: &self.customer_id,
            h: &hash,
            m: self.mode,
            t: milliseconds(self.issued_at.unwrap_or_else(SystemTime::now)),
            s: self.subscription_id.as_deref(),
        };
        // `serde_json` escapes the same characters as `JSON.stringify`, in the same way.
        let json = serde_json::to_vec(&payload).map_err(|_| EmbedError::Payload)?;
        Ok(format!("ck_{}", URL_SAFE_NO_PAD.encode(json)))
    }
}

/// Since 1970, and negative before it, like `Date.now()`.
fn milliseconds(time: SystemTime) -> i128 {
    let milliseconds = |time: Duration| i128::try_from(time.as_millis()).unwrap_or(i128::MAX);
    match time.duration_since(SystemTime::UNIX_EPOCH) {
        Ok(since) => milliseconds(since),
        Err(before) => -milliseconds(before.duration()),
    }
}
