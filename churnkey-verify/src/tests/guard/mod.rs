//! The guard: what the runtime has, the verifier, the harness and the pages must have too. A module, a method, an
//! argument or a field that is added to the runtime alone makes one of these tests fail, with the name of what is
//! missing.
//!
//! It walks the registry of a merchant that has everything. What everything is, it takes from the attributes' own
//! table.

mod called;
mod complete;
mod noticed;
mod pages;
#[path = "../../../../churnkey-macros/src/spec.rs"]
#[allow(dead_code, reason = "the macros need more of it")]
mod spec;
mod table;

use std::collections::BTreeSet;
use std::sync::{Arc, Mutex};
use std::time::Duration;

use churnkey_runtime::Integration;
use serde_json::Value;

use super::everything::Everything;
use super::registry;
use crate::transport::{Request, Response, Transport};

pub(super) const TOKEN: &str = "ck_int_of_the_guard";

/// Compares both ways, and names what is missing.
#[track_caller]
fn assert_same<T: Ord + std::fmt::Debug>(
    (one, of_one): (&str, BTreeSet<T>),
    (other, of_other): (&str, BTreeSet<T>),
) {
    let missing: Vec<_> = of_one.difference(&of_other).collect();
    assert!(missing.is_empty(), "in {one} and not in {other}: {missing:?}");
    let missing: Vec<_> = of_other.difference(&of_one).collect();
    assert!(missing.is_empty(), "in {other} and not in {one}: {missing:?}");
}

pub(super) fn integration() -> Integration {
    Integration::builder(Everything::new()).token(TOKEN).build().unwrap()
}

/// A request that was sent, and the status of its answer.
pub(super) struct Sent {
    verb: &'static str,
    path: String,
    body: Value,
    status: u16,
}

impl Sent {
    fn is_for(&self, verb: &str, pattern: &str) -> bool {
        self.verb == verb && matches(pattern, &self.path)
    }
}

/// Whether a path matches a pattern: `/customers/email/x` is not a list of subscriptions, and
/// `/customers/email/subscriptions` is.
fn matches(pattern: &str, path: &str) -> bool {
    let path = path.split('?').next().unwrap();
    let (pattern, path): (Vec<_>, Vec<_>) =
        (pattern.split('/').collect(), path.split('/').collect());
    pattern.len() == path.len()
        && pattern.iter().zip(path).all(|(part, segment)| part.starts_with(':') || *part == segment)
}

/// A transport that records what it sends, and answers in place of the integration where `answer` says so.
pub(super) fn recording(
    integration: &Integration,
    answer: impl Fn(&Request) -> Option<Response> + Send + Sync + 'static,
) -> (Transport, Arc<Mutex<Vec<Sent>>>) {
    let direct = Transport::in_process(integration, Duration::from_mins(1));
    let sent = Arc::new(Mutex::new(Vec::new()));
    let record = Arc::clone(&sent);
    let transport = Transport::custom(move |request: Request| {
        let (direct, record, made_up) = (direct.clone(), Arc::clone(&record), answer(&request));
        async move {
            let (verb, path) = (request.method, request.path.clone());
            let body = request.body.as_deref().and_then(|body| serde_json::from_str(body).ok());
            let response = match made_up {
                Some(response) => response,
                None => direct.send(request).await?,
            };
            let (body, status) = (body.unwrap_or_default(), response.status);
            record.lock().unwrap().push(Sent { verb, path, body, status });
            Ok(response)
        }
    });
    (transport, sent)
}
