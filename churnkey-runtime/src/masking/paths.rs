//! Paths without personal data.

use crate::masking::MASKED;
use crate::masking::words::is_known;

/// In bytes: how long the first segment may be if the sender has the token.
const FIRST: usize = 24;

/// How many segments are shown. The protocol's longest path has four below its prefix.
const MOST: usize = 10;

/// Masks a raw path below the prefix, without its query: `/customers/u_1001` becomes `/customers/…`. `has_token` says
/// whether the sender has a valid token.
///
/// ```
/// # extern crate churnkey_runtime as churnkey;
/// use churnkey::masking::path;
///
/// assert_eq!(path("/customers/find-by-phone/%2B4915112345", false), "/customers/find-by-phone/…");
/// assert_eq!(path("/clientele/mina", true), "/clientele/…");
/// assert_eq!(path("/clientele/mina", false), "/…/…");
/// ```
#[must_use]
pub fn path(raw: &str, has_token: bool) -> String {
    let Some(below) = raw.strip_prefix('/') else {
        return if raw.is_empty() { String::new() } else { MASKED.to_owned() };
    };
    let mut masked = String::with_capacity(raw.len().min(256));
    for (at, given) in below.split('/').enumerate() {
        masked.push('/');
        if at == MOST {
            masked.push_str(MASKED);
            break;
        }
        masked.push_str(segment(given, has_token && at == 0));
    }
    masked
}

/// One segment, as it is or as [`MASKED`]. `first_with_token` says that it is the first below the prefix and that the
/// sender has the token.
#[must_use]
pub fn segment(raw: &str, first_with_token: bool) -> &str {
    let plain = |raw: &str| {
        raw.len() <= FIRST && raw.bytes().all(|byte| byte.is_ascii_alphabetic() || byte == b'-')
    };
    if raw.is_empty() || is_known(raw) || (first_with_token && plain(raw)) { raw } else { MASKED }
}

/// A known HTTP method, or [`MASKED`].
#[must_use]
pub fn method(raw: &str) -> &'static str {
    const KNOWN: [&str; 9] =
        ["GET", "POST", "PUT", "PATCH", "DELETE", "HEAD", "OPTIONS", "CONNECT", "TRACE"];
    KNOWN.into_iter().find(|known| *known == raw).unwrap_or(MASKED)
}
