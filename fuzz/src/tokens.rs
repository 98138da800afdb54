//! A second implementation of where a token is accepted (docs/first-contact.md, "The token").

use actix_web::http::header::{HeaderName, HeaderValue};

use crate::base64;

/// What may be a token in a header's value: the whole value, what follows a scheme, and the user and password of `Basic`.
#[must_use]
pub fn candidates(value: &[u8]) -> Vec<Vec<u8>> {
    let value = value.trim_ascii();
    let mut candidates = vec![value.to_vec()];
    let mut words = value.splitn(2, |byte| *byte == b' ');
    let (Some(scheme), Some(rest)) = (words.next(), words.next()) else { return candidates };
    if !scheme.eq_ignore_ascii_case(b"basic") {
        candidates.push(rest.trim_ascii().to_vec());
    } else if let Some(decoded) = base64::decode(rest.trim_ascii()) {
        candidates.extend(decoded.splitn(2, |byte| *byte == b':').map(<[u8]>::to_vec));
    }
    candidates
}

/// The same of all headers in which a token is accepted: `Authorization`, and those from the settings.
pub fn accepted(
    headers: &[(HeaderName, HeaderValue)],
    named: &[&str],
) -> impl Iterator<Item = Vec<u8>> {
    let accepts = |name: &HeaderName| name == "authorization" || named.contains(&name.as_str());
    let values = headers.iter().filter(move |(name, _)| accepts(name));
    values.flat_map(|(_, value)| candidates(value.as_bytes()))
}
