//! Where a request carries the Integration Token.

use std::fmt;

use churnkey_runtime::masking;
use percent_encoding::percent_decode_str;
use serde_json::Value;

use crate::lenient_base64;
use crate::request::Request;
use crate::secret::Secret;
use crate::target::Target;

/// How many headers, and how many values in all, are compared with the token.
const MAX_VALUES: usize = 200;

/// Names are as they came; `Display` masks them.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum TokenLocation {
    Header { name: String, form: HeaderForm },
    Query(String),
    Cookie(String),
    Path,
    Body(String),
}

/// What stands before the token in a header.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum HeaderForm {
    /// Nothing: the token is the whole value.
    Bare,
    Bearer,
    /// Any other scheme.
    Scheme(String),
    BasicUser,
    BasicPassword,
}

impl TokenLocation {
    /// Whether it is `Authorization: Bearer`, where every integration accepts the token.
    pub(crate) fn is_standard(&self) -> bool {
        matches!(self, Self::Header { name, form: HeaderForm::Bearer } if name.eq_ignore_ascii_case("authorization"))
    }
}

/// Without personal data, for logs and records.
impl fmt::Display for TokenLocation {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Header { name, form } => {
                write!(f, "header {}, ", masking::name(name))?;
                match form {
                    HeaderForm::Bare => f.write_str("without a scheme"),
                    HeaderForm::Bearer => f.write_str("scheme Bearer"),
                    HeaderForm::Scheme(scheme) => write!(f, "scheme {}", masking::word(scheme)),
                    HeaderForm::BasicUser => f.write_str("user of Basic"),
                    HeaderForm::BasicPassword => f.write_str("password of Basic"),
                }
            }
            Self::Query(key) => write!(f, "query {}", masking::name(key)),
            Self::Cookie(name) => write!(f, "cookie {}", masking::name(name)),
            Self::Path => f.write_str("path"),
            Self::Body(key) => write!(f, "body {}", masking::name(key)),
        }
    }
}

/// Where the head of a request carries the token.
pub(crate) fn in_head(request: &Request, secret: &Secret) -> Vec<TokenLocation> {
    let mut candidates: Vec<(TokenLocation, Vec<u8>)> = Vec::new();
    for (name, value) in request.headers.iter().take(MAX_VALUES) {
        if name.eq_ignore_ascii_case("cookie") {
            candidates.extend(cookies(value));
        } else {
            candidates.extend(header_forms(value).into_iter().map(|(form, value)| {
                (TokenLocation::Header { name: name.to_ascii_lowercase(), form }, value)
            }));
        }
    }
    let target = Target::parse(&request.target);
    let query = form_urlencoded::parse(target.query.unwrap_or_default().as_bytes());
    candidates.extend(query.map(|(key, value)| {
        (TokenLocation::Query(key.into_owned()), value.into_owned().into_bytes())
    }));
    let segments = target.below.split('/').chain(target.prefix.unwrap_or_default().split('/'));
    candidates.extend(
        segments.map(|segment| (TokenLocation::Path, percent_decode_str(segment).collect())),
    );
    let mut locations = Vec::new();
    for (location, value) in candidates.into_iter().take(MAX_VALUES) {
        if !value.is_empty() && secret.is(&value) && !locations.contains(&location) {
            locations.push(location);
        }
    }
    locations
}

/// The keys of a JSON body whose value is the token.
pub(crate) fn in_body(request: &Request, secret: &Secret) -> Vec<TokenLocation> {
    let Ok(Value::Object(body)) = serde_json::from_slice(&request.body) else { return Vec::new() };
    let is_token = |value: &Value| value.as_str().is_some_and(|value| secret.is(value.as_bytes()));
    body.into_iter()
        .filter(|(_, value)| is_token(value))
        .map(|(key, _)| TokenLocation::Body(key))
        .collect()
}

fn header_forms(value: &[u8]) -> Vec<(HeaderForm, Vec<u8>)> {
    let value = value.trim_ascii();
    let mut forms = vec![(HeaderForm::Bare, value.to_vec())];
    let Some(space) = value.iter().position(|byte| *byte == b' ') else { return forms };
    let (scheme, rest) = value.split_at(space);
    let (scheme, rest) = (String::from_utf8_lossy(scheme).into_owned(), rest.trim_ascii());
    if scheme.eq_ignore_ascii_case("bearer") {
        forms.push((HeaderForm::Bearer, rest.to_vec()));
    } else if scheme.eq_ignore_ascii_case("basic") {
        if let Some(decoded) = lenient_base64::decode(rest) {
            let colon = decoded.iter().position(|byte| *byte == b':').unwrap_or(decoded.len());
            let (user, password) = decoded.split_at(colon);
            forms.push((HeaderForm::BasicUser, user.to_vec()));
            forms.push((HeaderForm::BasicPassword, password.get(1..).unwrap_or_default().to_vec()));
        }
    } else {
        // `Token token="…"` is common too.
        let quoted = rest.split(|byte| *byte == b'"').nth(1).unwrap_or(rest);
        forms.push((HeaderForm::Scheme(scheme.clone()), rest.to_vec()));
        forms.push((HeaderForm::Scheme(scheme), quoted.to_vec()));
    }
    forms
}

fn cookies(value: &[u8]) -> Vec<(TokenLocation, Vec<u8>)> {
    let cookie = |pair: &[u8]| {
        let equals = pair.iter().position(|byte| *byte == b'=')?;
        let (name, value) = pair.split_at(equals);
        let name = String::from_utf8_lossy(name.trim_ascii()).into_owned();
        let value = String::from_utf8_lossy(value.get(1..)?.trim_ascii()).into_owned();
        Some((TokenLocation::Cookie(name), percent_decode_str(&value).collect()))
    };
    value.split(|byte| *byte == b';').filter_map(cookie).collect()
}
