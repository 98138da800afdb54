//! Where a request carries the Integration Token.

use std::fmt;

use churnkey_runtime::masking;
use percent_encoding::percent_decode_str;
use serde_json::Value;

use crate::lenient_base64;
use crate::request::Request;
use crate::secret::{Secret, Token};
use crate::target::Target;

/// How many headers, and how many values in all, are compared with the token.
const MAX_VALUES: usize = 200;

/// How `Display` begins for the forms that this project does not read.
pub(crate) const PARAMETER: &str = "a parameter of the scheme";
pub(crate) const BASIC_IN_BASE64URL: &str = "Basic in base64url";

/// Names are as they came; `Display` masks them.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum TokenLocation {
    Header { name: String, form: HeaderForm },
    Query(String),
    Cookie(String),
    Path,
    Body(String),
}

/// In which form a header holds the token.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum HeaderForm {
    /// The token is the whole value.
    Bare,
    Bearer,
    /// It is all that follows any other scheme.
    Scheme(String),
    /// `Token token="…"`, with its scheme.
    Parameter(String),
    BasicUser,
    BasicPassword,
    /// User or password of Basic, in the alphabet of URLs.
    BasicInBase64Url,
}

/// A token, and where it was.
#[derive(Debug)]
pub(crate) struct Found<'a> {
    pub(crate) location: TokenLocation,
    pub(crate) token: &'a Token,
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
                    HeaderForm::Parameter(scheme) => {
                        write!(f, "{PARAMETER} {}", masking::word(scheme))
                    }
                    HeaderForm::BasicUser => f.write_str("user of Basic"),
                    HeaderForm::BasicPassword => f.write_str("password of Basic"),
                    HeaderForm::BasicInBase64Url => f.write_str(BASIC_IN_BASE64URL),
                }
            }
            Self::Query(key) => write!(f, "query {}", masking::name(key)),
            Self::Cookie(name) => write!(f, "cookie {}", masking::name(name)),
            Self::Path => f.write_str("path"),
            Self::Body(key) => write!(f, "body {}", masking::name(key)),
        }
    }
}

/// Where the head of a request carries a token.
pub(crate) fn in_head<'a>(request: &Request, secret: &'a Secret) -> Vec<Found<'a>> {
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
    found(candidates.into_iter().take(MAX_VALUES), secret)
}

/// The keys of a JSON body whose value is a token.
pub(crate) fn in_body<'a>(request: &Request, secret: &'a Secret) -> Vec<Found<'a>> {
    let Ok(Value::Object(body)) = serde_json::from_slice(&request.body) else { return Vec::new() };
    let values = body.into_iter().filter_map(|(key, value)| match value {
        Value::String(value) => Some((TokenLocation::Body(key), value.into_bytes())),
        _ => None,
    });
    found(values.take(MAX_VALUES), secret)
}

/// Each place once.
fn found(
    candidates: impl Iterator<Item = (TokenLocation, Vec<u8>)>,
    secret: &Secret,
) -> Vec<Found<'_>> {
    let mut all: Vec<Found<'_>> = Vec::new();
    for (location, value) in candidates.filter(|(_, value)| !value.is_empty()) {
        if let Some(token) = secret.find(&value) {
            let is_known = |found: &Found<'_>| {
                found.location == location && found.token.number == token.number
            };
            if !all.iter().any(is_known) {
                all.push(Found { location, token });
            }
        }
    }
    all
}

fn header_forms(value: &[u8]) -> Vec<(HeaderForm, Vec<u8>)> {
    let value = value.trim_ascii();
    let mut forms = vec![(HeaderForm::Bare, value.to_vec())];
    let Some(space) = value.iter().position(|byte| *byte == b' ') else { return forms };
    let (scheme, rest) = value.split_at(space);
    let (scheme, rest) = (String::from_utf8_lossy(scheme).into_owned(), rest.trim_ascii());
    if scheme.eq_ignore_ascii_case("basic") {
        if let Some(decoded) = lenient_base64::decode(rest) {
            let colon = decoded.iter().position(|byte| *byte == b':').unwrap_or(decoded.len());
            let (user, password) = decoded.split_at(colon);
            let is_standard = !rest.iter().any(|byte| matches!(byte, b'-' | b'_'));
            let form = |form| if is_standard { form } else { HeaderForm::BasicInBase64Url };
            forms.push((form(HeaderForm::BasicUser), user.to_vec()));
            let password = password.get(1..).unwrap_or_default().to_vec();
            forms.push((form(HeaderForm::BasicPassword), password));
        }
        return forms;
    }
    let form = if scheme.eq_ignore_ascii_case("bearer") {
        HeaderForm::Bearer
    } else {
        HeaderForm::Scheme(scheme.clone())
    };
    forms.push((form, rest.to_vec()));
    forms.extend(parameters(rest).map(|value| (HeaderForm::Parameter(scheme.clone()), value)));
    forms
}

/// The values of `token="…", key=…`, and what is quoted alone.
fn parameters(rest: &[u8]) -> impl Iterator<Item = Vec<u8>> {
    rest.split(|byte| *byte == b',').filter_map(|part| {
        let part = part.trim_ascii();
        let quoted = match part.iter().position(|byte| *byte == b'=') {
            Some(equals) => part.get(equals + 1..)?.trim_ascii(),
            None => part.strip_prefix(b"\"").and(Some(part))?,
        };
        let value = quoted.strip_prefix(b"\"").unwrap_or(quoted);
        Some(value.strip_suffix(b"\"").unwrap_or(value).to_vec())
    })
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
