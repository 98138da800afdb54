//! The address of an integration.

use std::fmt;
use std::num::NonZeroU16;
use std::str::FromStr;

use actix_web::http::Uri;

use super::response::InvalidUrl;

/// The API URL of an integration: the part before `/churnkey`. A final `/churnkey` and final slashes are removed.
///
/// ```
/// # mod churnkey { pub use churnkey_verify::{self as verify}; }
/// use churnkey::verify::transport::ApiUrl;
///
/// let url: ApiUrl = "https://shop.example:8443/billing/churnkey/".parse()?;
/// assert_eq!(url.to_string(), "https://shop.example:8443/billing");
/// assert_eq!(url.path(), "/billing");
/// assert!("https://shop.example:84430".parse::<ApiUrl>().is_err());
/// # Ok::<_, churnkey::verify::transport::InvalidUrl>(())
/// ```
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ApiUrl {
    scheme: String,
    authority: String,
    path: String,
}

impl ApiUrl {
    /// `http` or `https`.
    #[must_use]
    pub fn scheme(&self) -> &str {
        &self.scheme
    }

    /// The host, followed by `:` and the port if the URL names one.
    #[must_use]
    pub fn authority(&self) -> &str {
        &self.authority
    }

    /// Empty, or a path without a final slash.
    #[must_use]
    pub fn path(&self) -> &str {
        &self.path
    }
}

impl FromStr for ApiUrl {
    type Err = InvalidUrl;

    fn from_str(text: &str) -> Result<Self, InvalidUrl> {
        let uri = Uri::try_from(text).map_err(|_| InvalidUrl)?;
        let scheme = uri.scheme_str().filter(|scheme| matches!(*scheme, "http" | "https"));
        let authority = uri.authority().filter(|authority| !authority.host().is_empty());
        let (scheme, authority) = scheme.zip(authority).ok_or(InvalidUrl)?;
        // If there is a user, it comes before the host.
        let port = authority.as_str().strip_prefix(authority.host()).ok_or(InvalidUrl)?;
        // `Uri` drops a fragment, and takes anything for a port.
        if uri.query().is_some() || text.contains('#') || !(port.is_empty() || is_port(port)) {
            return Err(InvalidUrl);
        }
        let path = uri.path().trim_end_matches('/');
        let path = path.strip_suffix("/churnkey").unwrap_or(path).trim_end_matches('/');
        Ok(Self {
            scheme: scheme.to_owned(),
            authority: authority.as_str().to_owned(),
            path: path.to_owned(),
        })
    }
}

fn is_port(text: &str) -> bool {
    text.strip_prefix(':').is_some_and(|port| {
        port.bytes().all(|byte| byte.is_ascii_digit()) && port.parse::<NonZeroU16>().is_ok()
    })
}

/// The URL without a final slash.
impl fmt::Display for ApiUrl {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { scheme, authority, path } = self;
        write!(f, "{scheme}://{authority}{path}")
    }
}
