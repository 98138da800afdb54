//! What came from those who show no valid token: at most one line a minute, with counts, and no value of a request.

use std::collections::BTreeMap;
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Instant;

use actix_web::HttpRequest;
use actix_web::rt;

use crate::http::contact::minute::MINUTE;
use crate::http::contact::unfound::Unfound;
use crate::masking;

/// How many kinds of request are told apart in a minute, and how many headers of one are named.
const MOST: usize = 16;
const MOST_HEADERS: usize = 6;

#[derive(Default)]
pub(super) struct Strangers(Arc<Mutex<Seen>>);

#[derive(Default)]
struct Seen {
    /// When it was last said.
    said: Option<Instant>,
    /// How often each kind came since then.
    kinds: BTreeMap<String, u64>,
    others: u64,
    /// A task waits for the minute to be over.
    waits: bool,
}

impl Strangers {
    /// The first is said at once, and what comes within a minute together when it is over.
    pub(super) fn note(&self, http: &HttpRequest) {
        let kind = kind(http);
        let mut seen = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        if seen.kinds.len() < MOST || seen.kinds.contains_key(&kind) {
            *seen.kinds.entry(kind).or_default() += 1;
        } else {
            seen.others += 1;
        }
        let waited = seen.said.map(|said| said.elapsed());
        match waited {
            Some(waited) if waited < MINUTE => {
                if !std::mem::replace(&mut seen.waits, true) {
                    drop(seen);
                    let all = Arc::downgrade(&self.0);
                    rt::spawn(async move {
                        rt::time::sleep(MINUTE.saturating_sub(waited)).await;
                        if let Some(all) = all.upgrade() {
                            all.lock().unwrap_or_else(PoisonError::into_inner).say();
                        }
                    });
                }
            }
            _ => seen.say(),
        }
    }
}

impl Seen {
    fn say(&mut self) {
        self.waits = false;
        let (kinds, others) = (std::mem::take(&mut self.kinds), std::mem::take(&mut self.others));
        let requests = kinds.values().sum::<u64>() + others;
        if requests == 0 {
            return;
        }
        self.said = Some(Instant::now());
        let mut told: Vec<_> =
            kinds.into_iter().map(|(kind, count)| format!("{count} x {kind}")).collect();
        if others > 0 {
            told.push(format!("{others} of other kinds"));
        }
        tracing::info!(
            target: "churnkey",
            requests,
            "without a valid token: {}; if one of them is Churnkey, see docs/first-contact.md",
            told.join("; ")
        );
    }
}

/// What is left when nobody asks any more.
impl Drop for Seen {
    fn drop(&mut self) {
        self.say();
    }
}

/// `GET /churnkey/manifest (x-ck-signature: 64 hex digits)`
fn kind(http: &HttpRequest) -> String {
    let Unfound { method, path } = Unfound::of(http, false);
    let headers = http.headers().iter();
    let headers = headers
        .filter(|(name, value)| masking::could_carry_a_secret(name.as_str(), value.as_bytes()));
    let headers = headers.map(|(name, value)| {
        format!("{}: {}", masking::name(name.as_str()), masking::look(value.as_bytes()))
    });
    let headers: Vec<_> = headers.take(MOST_HEADERS).collect();
    match &*headers {
        [] => format!("{method} {path}"),
        headers => format!("{method} {path} ({})", headers.join(", ")),
    }
}
