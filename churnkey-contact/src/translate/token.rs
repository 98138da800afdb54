//! Moves the token to where the integration accepts it.

use std::fmt;

use churnkey_runtime::masking;

use crate::request::Request;
use crate::secret::Secret;
use crate::signatures::find::{Effort, find};
use crate::token_location::{self, HeaderForm, TokenLocation};

/// Where the integration accepts the token.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum TokenHeader {
    /// `Authorization: Bearer`
    Bearer,
    /// A header with this name, in lower case, whose value is the token.
    Named(String),
}

/// What a request has to show that its client knows the token.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Credentials {
    /// Neither the token nor a signature with it.
    Missing,
    /// The token where the integration accepts it.
    Accepted,
    /// The token or a signature, which was moved or replaced, with a notice of that.
    Moved(String),
}

impl fmt::Display for TokenHeader {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Bearer => f.write_str("Authorization: Bearer"),
            Self::Named(name) => write!(f, "the header {}", masking::name(name)),
        }
    }
}

impl TokenHeader {
    fn is_at(&self, location: &TokenLocation) -> bool {
        match (self, location) {
            (Self::Bearer, location) => location.is_standard(),
            (Self::Named(accepted), TokenLocation::Header { name, form: HeaderForm::Bare }) => {
                name == accepted
            }
            _ => false,
        }
    }
}

pub(crate) fn translate(
    request: &mut Request,
    secret: &Secret,
    header: &TokenHeader,
) -> Credentials {
    let locations = token_location::in_head(request, secret);
    if locations.iter().any(|location| header.is_at(location)) {
        return Credentials::Accepted;
    }
    let Some(location) = locations.first() else {
        let signatures = find(request, secret, Effort::Common);
        let Some(signature) = signatures.first() else { return Credentials::Missing };
        insert(request, secret, header);
        return Credentials::Moved(format!(
            "{signature}; it was replaced by the token in {header}; without the recorder: .authenticate(…), as in \
             docs/first-contact.md"
        ));
    };
    remove(request, secret, location);
    insert(request, secret, header);
    let advice = match location {
        TokenLocation::Header { name, .. } if name == "authorization" => {
            "without the recorder: this project accepts it as it came".to_owned()
        }
        TokenLocation::Header { name, .. } => {
            format!("without the recorder: CK_TOKEN_HEADER={name}")
        }
        _ => "no setting accepts it there, because proxies log it: ask Churnkey for a header"
            .to_owned(),
    };
    Credentials::Moved(format!("the token came in: {location}; it was moved to {header}; {advice}"))
}

fn insert(request: &mut Request, secret: &Secret, header: &TokenHeader) {
    let (name, value) = match header {
        TokenHeader::Bearer => ("authorization", format!("Bearer {}", secret.expose())),
        TokenHeader::Named(name) => (name.as_str(), secret.expose().to_owned()),
    };
    remove_header(request, name);
    request.headers.push((name.to_owned(), value.into_bytes()));
}

fn remove_header(request: &mut Request, name: &str) {
    request.headers.retain(|(known, _)| !known.eq_ignore_ascii_case(name));
}

/// Removes the token from where it came, so that the integration does not log it.
fn remove(request: &mut Request, secret: &Secret, location: &TokenLocation) {
    let (path, query) = match request.target.split_once('?') {
        Some((path, query)) => (path, Some(query)),
        None => (request.target.as_str(), None),
    };
    match location {
        TokenLocation::Header { name, .. } => remove_header(request, name),
        TokenLocation::Cookie(_) => remove_header(request, "cookie"),
        TokenLocation::Query(key) => {
            let is_other = |pair: &&str| {
                let mut parsed = form_urlencoded::parse(pair.as_bytes());
                parsed.next().is_none_or(|(name, _)| name != *key)
            };
            let pairs: Vec<_> = query.unwrap_or_default().split('&').filter(is_other).collect();
            let query =
                if pairs.is_empty() { String::new() } else { format!("?{}", pairs.join("&")) };
            request.target = format!("{path}{query}");
        }
        TokenLocation::Path => {
            let is_other = |segment: &&str| {
                let decoded: Vec<u8> = percent_encoding::percent_decode_str(segment).collect();
                !secret.is(&decoded)
            };
            let segments: Vec<_> = path.split('/').filter(is_other).collect();
            let query = query.map_or_else(String::new, |query| format!("?{query}"));
            request.target = format!("{}{query}", segments.join("/"));
        }
        // The body belongs to the integration.
        TokenLocation::Body(_) => {}
    }
}
