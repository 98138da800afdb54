//! Reduces a request to its kind, so that nothing else of it is kept.

use std::collections::BTreeSet;

use churnkey_runtime::masking;

use crate::exchange::Exchange;
use crate::record::kind::{Kind, MAX_HEADERS, MAX_LISTED};
use crate::record::shape::{self, Looks, add_look};
use crate::request::{Headers, Request};
use crate::routes;
use crate::secret::Secret;
use crate::signatures::find::{Effort, find};
use crate::target::Target;
use crate::token_location::{self, Found};

/// `secret` is the Integration Token, if the recorder knows it.
pub(crate) fn classify(exchange: &Exchange, secret: Option<&Secret>) -> Kind {
    let Exchange { request, at, status, took, translated } = exchange;
    let target = Target::parse(&request.target);
    let mut looks = Looks::new();
    let query = shape::query(target.query.unwrap_or_default(), &mut looks);
    let body = shape::body(&request.body, request.header("content-type"), &mut looks);
    let took = u64::try_from(took.as_millis()).unwrap_or(u64::MAX);
    let mut kind = Kind {
        count: 1,
        method: masking::method(&request.method).to_owned(),
        route: routes::by_path(target.below).map(|route| route.pattern.to_owned()),
        status: *status,
        mode: mode(request),
        query,
        body,
        headers: headers(&request.headers),
        looks,
        translated: translated.iter().take(MAX_LISTED).cloned().collect(),
        first: *at,
        last: *at,
        took_ms: (took, took),
        ..Kind::default()
    };
    if let Some(secret) = secret {
        add_token(&mut kind, request, secret);
    }
    // The first segment may be the token.
    let is_in_path = kind.token.iter().flatten().any(|location| location == "path");
    kind.path = target.masked(kind.is_known_to_have_token() && !is_in_path);
    kind
}

/// Where the request carries a token or a signature, and which token it is.
fn add_token(kind: &mut Kind, request: &Request, secret: &Secret) {
    let in_head = token_location::in_head(request, secret).into_iter().take(MAX_LISTED);
    let in_body = token_location::in_body(request, secret).into_iter().take(MAX_LISTED);
    let mut locations = BTreeSet::new();
    for Found { location, token } in in_head.chain(in_body) {
        locations.insert(location.to_string());
        kind.token_numbers.insert(token.number);
    }
    kind.token = Some(locations);
    for signature in find(request, secret, Effort::All).into_iter().take(MAX_LISTED) {
        kind.signatures.insert(signature.to_string());
        kind.token_numbers.insert(signature.token.number);
    }
    if secret.tokens().len() < 2 {
        kind.token_numbers.clear();
    }
}

fn mode(request: &Request) -> String {
    match request.header("x-churnkey-mode").map(std::str::from_utf8) {
        None => "none".to_owned(),
        Some(Ok(word)) => masking::word(word.trim()).into_owned(),
        Some(Err(_)) => "bytes that are not UTF-8".to_owned(),
    }
}

fn headers(headers: &Headers) -> Looks {
    let mut looks = Looks::new();
    for (name, value) in headers.iter().take(MAX_HEADERS) {
        let name = name.to_ascii_lowercase();
        let look = match std::str::from_utf8(value) {
            Ok(text) if matches!(name.as_str(), "accept" | "content-type") => media_type(text),
            _ => masking::look(value).to_string(),
        };
        add_look(&mut looks, &masking::name(&name), look);
    }
    looks
}

/// The media type, such as `application/json; charset=utf-8`, if all of its words are known.
fn media_type(text: &str) -> String {
    let is_known = |part: &str| masking::words::is_known(part) || part == "*" || part == "8";
    let parts = text.split(['/', ';', '=', ',', ' ', '-']).filter(|part| !part.is_empty());
    if text.len() <= 80 && parts.clone().all(is_known) && parts.count() > 0 {
        return text.to_owned();
    }
    masking::look(text.as_bytes()).to_string()
}
