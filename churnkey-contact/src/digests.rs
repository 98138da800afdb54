//! Values that look like a digest, and what they are HMAC-SHA256 of with the token as the key.

use base64::Engine as _;
use churnkey_runtime::masking;
use hmac::{Hmac, KeyInit as _, Mac as _};
use sha2::Sha256;
use subtle::ConstantTimeEq as _;

use crate::routes::Target;
use crate::token::{BASE64, Secret};

/// How many values of a request, and how many time stamps in it, are tried.
const DIGESTS: usize = 16;
const STAMPS: usize = 6;
/// What may stand between the parts that are signed.
const BETWEEN: &[&str] = &["", ".", ":", "\n", "|", " "];
const USUAL: &[&str] = &["", ".", ":"];

/// A digest of 32 bytes in a request.
struct Found {
    place: String,
    encoding: &'static str,
    digest: [u8; 32],
}

/// Something that may have been signed, and how it is named.
struct Message<'a> {
    name: String,
    parts: Vec<&'a [u8]>,
}

/// How much is tried.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Effort {
    /// What is usual: while a client waits.
    Usual,
    /// All that is known: afterwards.
    All,
}

/// A body beyond this is tried in the usual ways alone.
const LARGE: usize = 8 * 1024;

/// The parts of a request that signatures are made of.
pub(crate) struct Signed<'a> {
    pub(crate) method: &'a str,
    pub(crate) target: &'a str,
    pub(crate) headers: Vec<(&'a str, &'a [u8])>,
    pub(crate) body: &'a [u8],
}

/// A match: where the signature stands, and what it is.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Signature {
    /// The header's name as it came, if it stands in one.
    pub(crate) header: Option<String>,
    /// `header x-ck-signature is HMAC-SHA256 by the token over the body, in hex`.
    pub(crate) told: String,
}

/// The values of a request that are an HMAC-SHA256 by the token over something in it. They are compared in constant time.
pub(crate) fn matches(secret: &Secret, signed: &Signed<'_>, effort: Effort) -> Vec<Signature> {
    let mut found = digests(signed);
    if found.is_empty() {
        return Vec::new();
    }
    let stamps = stamps(signed);
    let effort = if signed.body.len() > LARGE { Effort::Usual } else { effort };
    let mut matches = Vec::new();
    for Message { name, parts } in messages(signed, &stamps, effort) {
        let Ok(mut mac) = Hmac::<Sha256>::new_from_slice(secret.expose().as_bytes()) else {
            break;
        };
        for part in parts {
            mac.update(part);
        }
        let mac = mac.finalize().into_bytes();
        found.retain(|(header, Found { place, encoding, digest })| {
            let is_it: bool = mac.as_slice().ct_eq(digest.as_slice()).into();
            if is_it {
                let told =
                    format!("{place} is HMAC-SHA256 by the token over {name}, in {encoding}");
                matches.push(Signature { header: header.clone(), told });
            }
            !is_it
        });
    }
    matches
}

fn digests(signed: &Signed<'_>) -> Vec<(Option<String>, Found)> {
    let mut found = Vec::new();
    let mut add = |header: Option<&str>, place: &str, value: &str| {
        for (part, candidate) in candidates(value) {
            let Some((encoding, digest)) = digest(candidate) else { continue };
            let part = part.map(|part| format!(", its part {}", masking::name(part)));
            let place = format!("{place}{}", part.unwrap_or_default());
            found.push((header.map(str::to_owned), Found { place, encoding, digest }));
        }
    };
    for (name, value) in &signed.headers {
        if let Ok(value) = std::str::from_utf8(value) {
            add(Some(name), &format!("header {}", masking::name(name)), value);
        }
    }
    let query = Target::of(signed.target).query.unwrap_or_default();
    for (key, value) in form_urlencoded::parse(query.as_bytes()) {
        add(None, &format!("query {}", masking::name(&key)), &value);
    }
    found.truncate(DIGESTS);
    found
}

/// A value, and its parts: `sha256=…`, `t=…,v1=…`, `Signature …`.
fn candidates(value: &str) -> Vec<(Option<&str>, &str)> {
    let value = value.trim();
    let mut all = vec![(None, value)];
    if let Some((_scheme, behind)) = value.split_once(' ') {
        all.push((None, behind.trim()));
    }
    for part in value.split([',', ';', ' ']).map(str::trim) {
        if let Some((name, behind)) = part.split_once(['=', ':']) {
            all.push((Some(name), behind.trim_matches('"')));
        }
    }
    all
}

fn digest(text: &str) -> Option<(&'static str, [u8; 32])> {
    match text.len() {
        64 => {
            let mut digest = [0; 32];
            for (byte, pair) in digest.iter_mut().zip(text.as_bytes().chunks(2)) {
                let pair = std::str::from_utf8(pair).ok()?;
                if !pair.bytes().all(|digit| digit.is_ascii_hexdigit()) {
                    return None;
                }
                *byte = u8::from_str_radix(pair, 16).ok()?;
            }
            Some(("hex", digest))
        }
        43 | 44 => {
            let decoded = BASE64.iter().find_map(|base64| base64.decode(text).ok())?;
            Some(("base64", decoded.try_into().ok()?))
        }
        _ => None,
    }
}

/// The time stamps of a request: seconds or milliseconds since 1970, dates.
fn stamps(signed: &Signed<'_>) -> Vec<(String, String)> {
    let is_stamp = |text: &str| {
        let digits = text.bytes().all(|byte| byte.is_ascii_digit());
        (digits && matches!(text.len(), 10 | 13))
            || (text.len() >= 19 && text.as_bytes().get(4) == Some(&b'-') && text.contains(':'))
    };
    let mut stamps = Vec::new();
    for (name, value) in &signed.headers {
        let Ok(value) = std::str::from_utf8(value) else { continue };
        if name.eq_ignore_ascii_case("date") {
            stamps.push((format!("header {}", masking::name(name)), value.trim().to_owned()));
        }
        for (part, candidate) in candidates(value) {
            if is_stamp(candidate) {
                let part = part.map(|part| format!(", its part {}", masking::name(part)));
                let place = format!("header {}{}", masking::name(name), part.unwrap_or_default());
                stamps.push((place, candidate.to_owned()));
            }
        }
    }
    let query = Target::of(signed.target).query.unwrap_or_default();
    for (key, value) in form_urlencoded::parse(query.as_bytes()).filter(|(_, it)| is_stamp(it)) {
        stamps.push((format!("query {}", masking::name(&key)), value.into_owned()));
    }
    stamps.truncate(STAMPS);
    stamps
}

fn messages<'a>(
    signed: &Signed<'a>,
    stamps: &'a [(String, String)],
    effort: Effort,
) -> Vec<Message<'a>> {
    let Signed { method, target, body, .. } = *signed;
    let path = target.split('?').next().unwrap_or_default();
    let paths = [
        ("the path with its query", target),
        ("the path", path),
        ("the path below /churnkey", Target::of(path).below),
    ];
    let (paths, betweens) = match effort {
        Effort::All => (paths.as_slice(), BETWEEN),
        Effort::Usual => (paths.split_at(1).0, USUAL),
    };
    let body_name = if body.is_empty() { "the body, which is empty" } else { "the body" };
    let mut messages = Vec::new();
    // An empty body is the same as many other things, so it comes last.
    if !body.is_empty() {
        messages.push(Message { name: body_name.to_owned(), parts: vec![body] });
    }
    let whole = |(name, path): &(&str, &'a str)| Message {
        name: (*name).to_owned(),
        parts: vec![path.as_bytes()],
    };
    messages.extend(paths.iter().filter(|(_, path)| !path.is_empty()).map(whole));
    let mut orders = Vec::new();
    let [method, body] =
        [("the method".to_owned(), method.as_bytes()), (body_name.to_owned(), body)];
    let paths = paths.iter().map(|(name, path)| ((*name).to_owned(), path.as_bytes()));
    for path in paths.clone() {
        orders.push(vec![method.clone(), path.clone(), body.clone()]);
        orders.push(vec![path.clone(), body.clone()]);
        orders.push(vec![method.clone(), path]);
    }
    for (place, stamp) in stamps {
        let stamp = (format!("the time stamp in {place}"), stamp.as_bytes());
        orders.push(vec![stamp.clone(), body.clone()]);
        orders.push(vec![body.clone(), stamp.clone()]);
        // As Slack signs.
        orders.push(vec![("v0".to_owned(), b"v0"), stamp.clone(), body.clone()]);
        for path in paths.clone() {
            orders.push(vec![stamp.clone(), path.clone()]);
            orders.push(vec![stamp.clone(), path.clone(), body.clone()]);
            orders.push(vec![stamp.clone(), method.clone(), path.clone(), body.clone()]);
            orders.push(vec![method.clone(), path, stamp.clone(), body.clone()]);
        }
    }
    for order in orders {
        messages.extend(betweens.iter().map(|between| joined(&order, between)));
    }
    messages.push(Message { name: body.0, parts: vec![body.1] });
    messages
}

/// Parts with something between them.
fn joined<'a>(order: &[(String, &'a [u8])], between: &'static str) -> Message<'a> {
    let (mut name, mut parts) = (String::new(), Vec::new());
    for (at, (part, bytes)) in order.iter().enumerate() {
        if at > 0 {
            name.push_str(", ");
            name.push_str(shown(between));
            parts.push(between.as_bytes());
        }
        name.push_str(part);
        parts.push(*bytes);
    }
    Message { name, parts }
}

/// Between two parts, as a person reads it.
fn shown(between: &str) -> &str {
    match between {
        "." => "`.`, ",
        ":" => "`:`, ",
        "|" => "`|`, ",
        "\n" => "a new line, ",
        " " => "a space, ",
        _ => "",
    }
}
