//! Moves the token to where the integration accepts it.

use std::fmt;

use churnkey_runtime::masking;

use crate::advice;
use crate::request::Request;
use crate::secret::{Secret, Token};
use crate::signatures::find::{Effort, find};
use crate::token_location::{self, Found, HeaderForm, TokenLocation};

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
    let all = token_location::in_head(request, secret);
    if all.iter().any(|found| header.is_at(&found.location)) {
        return Credentials::Accepted;
    }
    let is_in_header = |found: &&Found<'_>| matches!(found.location, TokenLocation::Header { .. });
    let Some(best) = all.iter().find(is_in_header).or(all.first()) else {
        let signatures = find(request, secret, Effort::Common);
        let Some(signature) = signatures.first() else { return Credentials::Missing };
        insert(request, signature.token, header);
        return Credentials::Moved(format!(
            "{signature}; it was replaced by the token in {header}; without the recorder: .authenticate(…), as in \
             docs/first-contact.md"
        ));
    };
    for Found { location, .. } in &all {
        remove(request, secret, location);
    }
    insert(request, best.token, header);
    let locations: Vec<_> = all.iter().map(|found| found.location.to_string()).collect();
    let location = best.location.to_string();
    Credentials::Moved(format!(
        "the token came in: {}; it was moved to {header}; without the recorder: {}",
        locations.join("; "),
        advice::token::token(&location)
    ))
}

fn insert(request: &mut Request, token: &Token, header: &TokenHeader) {
    let (name, value) = match header {
        TokenHeader::Bearer => ("authorization", format!("Bearer {}", token.expose())),
        TokenHeader::Named(name) => (name.as_str(), token.expose().to_owned()),
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
