//! How a value looks, without the value.

use std::borrow::Cow;
use std::fmt;

use crate::masking::words::is_known;

/// How a value looks: what kind of characters it has, and how many. Its `Display` is for a log: `64 hex digits`.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct Look(String);

impl Look {
    /// The same text as `Display`.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl fmt::Display for Look {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

/// Words that come before a secret in a header's value: the schemes of `Authorization`, and names of digests.
const SCHEMES: &[&str] = &[
    "apikey",
    "api-key",
    "basic",
    "bearer",
    "digest",
    "dpop",
    "hawk",
    "hmac",
    "hmac-sha256",
    "jwt",
    "key",
    "negotiate",
    "oauth",
    "sha1",
    "sha256",
    "sha512",
    "signature",
    "token",
];

/// How many `name=value` parts of a value are shown.
const MOST_PARTS: usize = 6;

/// How a value looks.
///
/// ```
/// # extern crate churnkey_runtime as churnkey;
/// use churnkey::masking::look;
///
/// assert_eq!(look(b"Bearer ck_int_9f2c").to_string(), "Bearer and 11 letters, digits, - and _");
/// assert_eq!(look(b"t=1764489600,v1=9f86d081884c7d65").to_string(), "t=10 digits, v1=16 hex digits");
/// assert_eq!(look(b"Mina Okafor").to_string(), "11 characters");
/// ```
#[must_use]
pub fn look(value: &[u8]) -> Look {
    let Ok(text) = std::str::from_utf8(value) else {
        return Look(format!("{} bytes that are not UTF-8", value.len()));
    };
    let text = text.trim();
    Look(schemed(text).or_else(|| parts(text)).unwrap_or_else(|| single(text)))
}

/// A value as it is if it is known, otherwise its [look](look()).
///
/// ```
/// # extern crate churnkey_runtime as churnkey;
/// use churnkey::masking::word;
///
/// assert_eq!(word("period-end"), "period-end");
/// assert_eq!(word("Mina"), "4 letters");
/// ```
#[must_use]
pub fn word(text: &str) -> Cow<'_, str> {
    if is_known(text) { Cow::Borrowed(text) } else { Cow::Owned(look(text.as_bytes()).to_string()) }
}

/// `Bearer …`, `sha256=…`
fn schemed(text: &str) -> Option<String> {
    let (scheme, rest) = text.split_once([' ', '='])?;
    let rest = rest.trim();
    let known = SCHEMES.iter().any(|known| known.eq_ignore_ascii_case(scheme));
    (known && !rest.is_empty()).then(|| {
        let rest = parts(rest).unwrap_or_else(|| single(rest));
        format!("{scheme} and {rest}")
    })
}

/// `t=…, v1=…`, where each name is known.
fn parts(text: &str) -> Option<String> {
    let parts: Vec<_> = text.split([',', ';']).map(str::trim).take(MOST_PARTS + 1).collect();
    if parts.len() > MOST_PARTS {
        return None;
    }
    let look = |part: &&str| {
        let (name, value) = part.split_once('=')?;
        let value = value.trim_matches('"');
        let is_name = matches!(name.as_bytes(), [b'a'..=b'z']) || is_known(name);
        (is_name && !value.trim_matches('=').is_empty())
            .then(|| format!("{name}={}", single(value)))
    };
    let looks: Option<Vec<_>> = parts.iter().map(look).collect();
    looks.map(|looks| looks.join(", "))
}

fn single(text: &str) -> String {
    let length = text.len();
    let all = |is: fn(u8) -> bool| text.bytes().all(is);
    let many = |what: &str, one: &str| {
        if length == 1 { format!("1 {one}") } else { format!("{length} {what}") }
    };
    if text.is_empty() {
        "nothing".to_owned()
    } else if is_uuid(text) {
        "a UUID".to_owned()
    } else if is_jwt(text) {
        format!("a JWT of {length} characters")
    } else if has_shape(text, b"0000-00-00T00:00") {
        "a date and time".to_owned()
    } else if length == 10 && has_shape(text, b"0000-00-00") {
        "a date".to_owned()
    } else if all(|byte| byte.is_ascii_digit()) {
        many("digits", "digit")
    } else if length >= 8 && length.is_multiple_of(2) && all(|byte| byte.is_ascii_hexdigit()) {
        format!("{length} hex digits")
    } else if all(|byte| byte.is_ascii_alphabetic()) {
        many("letters", "letter")
    } else if all(|byte| byte.is_ascii_alphanumeric()) {
        many("letters and digits", "letter")
    } else if length >= 16 && is_base64(text) {
        format!("{length} characters of base64")
    } else if all(|byte| byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'_')) {
        format!("{length} letters, digits, - and _")
    } else {
        let length = text.chars().count();
        if length == 1 { "1 character".to_owned() } else { format!("{length} characters") }
    }
}

fn is_uuid(text: &str) -> bool {
    let lengths = [8, 4, 4, 4, 12];
    let mut groups = text.split('-');
    let whole = lengths.iter().all(|length| {
        groups.next().is_some_and(|group| {
            group.len() == *length && group.bytes().all(|byte| byte.is_ascii_hexdigit())
        })
    });
    whole && groups.next().is_none()
}

/// Three parts of base64url, of which the first begins as an encoded JSON object does.
fn is_jwt(text: &str) -> bool {
    let url = |part: &str| {
        !part.is_empty()
            && part.bytes().all(|byte| byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'_'))
    };
    text.starts_with("eyJ") && text.split('.').count() == 3 && text.split('.').all(url)
}

/// Whether it begins like `shape`, where `0` is any digit.
fn has_shape(text: &str, shape: &[u8]) -> bool {
    text.len() >= shape.len()
        && text.is_ascii()
        && text.bytes().zip(shape).all(|(byte, shape)| match shape {
            b'0' => byte.is_ascii_digit(),
            b'T' => matches!(byte, b'T' | b't' | b' '),
            sign => byte == *sign,
        })
}

/// Expects a text that is not all letters and digits, so one with a sign of base64.
fn is_base64(text: &str) -> bool {
    let content = text.trim_end_matches('=');
    text.len() - content.len() <= 2
        && content.bytes().all(|byte| byte.is_ascii_alphanumeric() || matches!(byte, b'+' | b'/'))
}
