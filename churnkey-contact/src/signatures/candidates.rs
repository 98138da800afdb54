//! The values of a request that may be a signature, and those that may be a signed timestamp.

use churnkey_runtime::masking;

use crate::lenient_base64;
use crate::request::Request;
use crate::target::Target;

const MAX_DIGESTS: usize = 16;
const MAX_TIMESTAMPS: usize = 6;
/// How many headers, and how many values of the query, are searched.
const MAX_VALUES: usize = 200;

/// A value that has the length of a SHA-256 digest.
pub(super) struct Digest {
    pub(super) location: String,
    pub(super) encoding: &'static str,
    pub(super) bytes: [u8; 32],
}

pub(super) struct Timestamp {
    pub(super) location: String,
    /// As it came.
    pub(super) value: String,
}

pub(super) fn digests(request: &Request) -> Vec<Digest> {
    let mut digests = Vec::new();
    for (name, value) in request.headers.iter().take(MAX_VALUES) {
        if let Ok(value) = std::str::from_utf8(value) {
            add_digests(&mut digests, || format!("header {}", masking::name(name)), value);
        }
    }
    let query = Target::parse(&request.target).query.unwrap_or_default();
    for (key, value) in form_urlencoded::parse(query.as_bytes()).take(MAX_VALUES) {
        add_digests(&mut digests, || format!("query {}", masking::name(&key)), &value);
    }
    digests.truncate(MAX_DIGESTS);
    digests
}

/// The location is only written if a part of the value is a digest, since most values are none.
fn add_digests(digests: &mut Vec<Digest>, location: impl Fn() -> String, value: &str) {
    for (part, text) in parts(value) {
        if let Some((encoding, bytes)) = decode(text) {
            digests.push(Digest { location: located(&location(), part), encoding, bytes });
        }
    }
}

/// Seconds or milliseconds since 1970, dates with a time, and the header `Date`.
pub(super) fn timestamps(request: &Request) -> Vec<Timestamp> {
    let mut timestamps = Vec::new();
    for (name, value) in &request.headers {
        let Ok(value) = std::str::from_utf8(value) else { continue };
        let location = format!("header {}", masking::name(name));
        if name.eq_ignore_ascii_case("date") {
            let (location, value) = (location.clone(), value.trim().to_owned());
            timestamps.push(Timestamp { location, value });
        }
        for (part, text) in parts(value).into_iter().filter(|(_, text)| is_timestamp(text)) {
            let (location, value) = (located(&location, part), text.to_owned());
            timestamps.push(Timestamp { location, value });
        }
    }
    let query = Target::parse(&request.target).query.unwrap_or_default();
    for (key, value) in form_urlencoded::parse(query.as_bytes()) {
        if is_timestamp(&value) {
            let location = format!("query {}", masking::name(&key));
            timestamps.push(Timestamp { location, value: value.into_owned() });
        }
    }
    timestamps.truncate(MAX_TIMESTAMPS);
    timestamps
}

/// A value and its parts, with their names: `sha256=…`, `t=…,v1=…`, `Signature …`.
fn parts(value: &str) -> Vec<(Option<&str>, &str)> {
    let value = value.trim();
    let mut parts = vec![(None, value)];
    if let Some((_scheme, rest)) = value.split_once(' ') {
        parts.push((None, rest.trim()));
    }
    for part in value.split([',', ';', ' ']).map(str::trim) {
        if let Some((name, rest)) = part.split_once(['=', ':']) {
            parts.push((Some(name), rest.trim_matches('"')));
        }
    }
    parts
}

fn located(location: &str, part: Option<&str>) -> String {
    match part {
        Some(part) => format!("{location} (part {})", masking::name(part)),
        None => location.to_owned(),
    }
}

fn decode(text: &str) -> Option<(&'static str, [u8; 32])> {
    match text.len() {
        64 => {
            let mut digest = [0; 32];
            for (byte, pair) in digest.iter_mut().zip(text.as_bytes().chunks(2)) {
                let pair = std::str::from_utf8(pair).ok()?;
                // `from_str_radix` would accept `+f`.
                if !pair.bytes().all(|digit| digit.is_ascii_hexdigit()) {
                    return None;
                }
                *byte = u8::from_str_radix(pair, 16).ok()?;
            }
            Some(("hex", digest))
        }
        43 | 44 => Some(("base64", lenient_base64::decode(text)?.try_into().ok()?)),
        _ => None,
    }
}

fn is_timestamp(text: &str) -> bool {
    let is_number = text.bytes().all(|byte| byte.is_ascii_digit());
    (is_number && matches!(text.len(), 10 | 13))
        || (text.len() >= 19 && text.as_bytes().get(4) == Some(&b'-') && text.contains(':'))
}
