//! The faults of one answer, as the verifier reports them.

use serde_json::Value;

use crate::checks::{
    Check, ERROR_BODY, PAGING_SHAPE, REACH_CONTENT_TYPE, REACH_JSON, WRITE_EMPTY_ANSWER,
};
use crate::exchange::Exchange;
use crate::fault::{Fault, Severity};
use crate::fields;
use crate::module::Controller;
use crate::protocol;
use crate::shown::{kind, quoted, shortened};
use crate::transport::Response;

/// How many objects of one page are checked, since a list may ignore `limit`.
pub(crate) const MAX_PAGE: usize = 1_000;

/// The faults that the verifier would report for a single answer: the body of an error, a page, each field of a model,
/// and the body of a successful action, which must be empty. It cannot find faults that only several requests show.
///
/// `path` is the request's path below `/churnkey`, with or without its query.
///
/// ```
/// # mod merchant { include!(concat!(env!("CARGO_MANIFEST_DIR"), "/../churnkey-runtime/doc/billing.rs")); }
/// # use {churnkey_runtime::prelude::*, merchant::Billing};
/// # use std::time::Duration;
/// # use churnkey_runtime::Integration;
/// use churnkey_verify::inspect::faults;
/// use churnkey_verify::transport::{Request, Transport};
///
/// # #[actix_web::main]
/// # async fn main() -> Result<(), Box<dyn std::error::Error>> {
/// # let integration = Integration::builder(Billing).token("ck_int_1").build()?;
/// let transport = Transport::in_process(&integration, Duration::from_secs(10));
/// let path = "/customers/u_1001";
/// let response = transport.send(Request::get(path).token("ck_int_1")).await?;
/// let faults = faults(path, &response);
/// assert_eq!(faults[0].check.id, "model.contact"); // advice: this customer has no e-mail address
/// assert_eq!(faults.len(), 1);
/// # Ok(())
/// # }
/// ```
#[must_use]
pub fn faults(path: &str, response: &Response) -> Vec<Fault> {
    let path = path.split('?').next().unwrap_or_default();
    let exchange = Exchange::new(String::new(), response.clone());
    if !exchange.is_success() {
        return error(&exchange);
    }
    if protocol::actions().any(|(_, action)| action.is_at(path)) {
        return empty(&exchange).into_iter().collect();
    }
    let mut faults: Vec<_> = json(&exchange).into_iter().collect();
    let Some(json) = &exchange.json else { return faults };
    for (_, Controller { retrieve, list, finds, shape, check }) in protocol::controllers() {
        if matches(list, path) {
            faults.extend(match page(&exchange) {
                Ok(page) => page
                    .objects
                    .iter()
                    .enumerate()
                    .flat_map(|(at, object)| {
                        fields::read(object, &format!("$.data[{at}]"), shape, check)
                    })
                    .collect(),
                Err(fault) => vec![fault],
            });
            return faults;
        }
        if matches(retrieve, path) || finds.iter().any(|find| matches(find.path, path)) {
            faults.extend(fields::read(json, "$", shape, check));
            return faults;
        }
    }
    faults
}

/// Whether a path matches a pattern, in which a segment that begins with `:` stands for any segment.
fn matches(pattern: &str, path: &str) -> bool {
    let (pattern, path): (Vec<_>, Vec<_>) =
        (pattern.split('/').collect(), path.split('/').collect());
    pattern.len() == path.len()
        && pattern.iter().zip(&path).all(|(part, segment)| part.starts_with(':') || part == segment)
}

/// A success must be JSON, and its `Content-Type` must say so.
pub(crate) fn json(exchange: &Exchange) -> Option<Fault> {
    if exchange.json.is_none() {
        return Some(Fault::failed(&REACH_JSON, "$", "JSON", exchange.summary()));
    }
    let got = exchange.content_type.as_deref().unwrap_or("no Content-Type");
    let expected = "Content-Type: application/json";
    (!exchange.is_labelled_json())
        .then(|| Fault::failed(&REACH_CONTENT_TYPE, "$", expected, shortened(got)))
}

/// A successful action has an empty body.
pub(crate) fn empty(exchange: &Exchange) -> Option<Fault> {
    let fault = || Fault {
        severity: Severity::Warning,
        ..Fault::failed(&WRITE_EMPTY_ANSWER, "$", "200 with an empty body", exchange.summary())
    };
    (!exchange.body.is_empty()).then(fault)
}

/// The body of an error is `{"code", "message"}` (protocol 2.5).
pub(crate) fn error(exchange: &Exchange) -> Vec<Fault> {
    const CHECK: &Check = &ERROR_BODY;
    let Some(Value::Object(json)) = &exchange.json else {
        let expected = "a JSON object with `code` and `message`";
        return vec![Fault::failed(CHECK, "$", expected, exchange.summary())];
    };
    let mut faults = Vec::new();
    let code = json.get("code");
    if code.and_then(Value::as_u64) != Some(u64::from(exchange.status)) {
        let got = code.map_or_else(|| "nothing".to_owned(), quoted);
        let expected = format!("the status, {}", exchange.status);
        faults.push(Fault::failed(CHECK, "$.code", expected, got));
    }
    let message = json.get("message");
    if message.and_then(Value::as_str).is_none_or(str::is_empty) {
        let got = message.map_or("nothing", kind);
        faults.push(Fault::failed(CHECK, "$.message", "a string for people to read", got));
    }
    if !exchange.is_labelled_json() {
        faults.push(Fault::failed(CHECK, "$", "Content-Type: application/json", "another one"));
    }
    faults
}

/// One page of a list (protocol 2.6).
pub(crate) struct Page<'a> {
    /// At most [`MAX_PAGE`] objects.
    pub(crate) objects: &'a [Value],
    /// Whether these are all the objects of the page.
    pub(crate) all: bool,
    /// The cursor of the next page.
    pub(crate) next: Option<String>,
}

pub(crate) fn page(exchange: &Exchange) -> Result<Page<'_>, Fault> {
    let fault = |path: &str, expected: &str, got: &str| {
        Err(Fault::failed(&PAGING_SHAPE, path, expected, got))
    };
    let Some(json) = exchange.json.as_ref().filter(|_| exchange.is_success()) else {
        return fault("$", "200 with a page", &exchange.summary());
    };
    let Some(Value::Array(data)) = json.get("data") else {
        let got = if json.is_object() { "none" } else { kind(json) };
        return fault("$", "an object with the array `data`", got);
    };
    let next = match json.get("next") {
        None | Some(Value::Null) => None,
        Some(Value::String(text)) if text.is_empty() => None,
        Some(Value::String(text)) => Some(text.clone()),
        Some(Value::Number(number)) => Some(number.to_string()),
        Some(other) => {
            let expected = "a string or a number, or no `next` on the last page";
            return fault("$.next", expected, kind(other));
        }
    };
    let objects = data.get(..MAX_PAGE).unwrap_or(data);
    Ok(Page { objects, all: objects.len() == data.len(), next })
}
