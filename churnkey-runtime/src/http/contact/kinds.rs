//! Counts requests by kind and logs them together: at most one line a minute, without values.

use std::collections::BTreeMap;
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Instant;

use actix_web::HttpRequest;
use actix_web::http::header::HeaderMap;
use actix_web::rt;

use crate::http::contact::once_per_minute::MINUTE;
use crate::masking;

/// How many kinds of request a line lists, and how many headers of each.
const MOST: usize = 16;
const MOST_HEADERS: usize = 6;

/// Requests that are counted together. A clone counts for the same line.
#[derive(Clone)]
pub(super) struct Kinds(Arc<Mutex<Seen>>);

struct Seen {
    /// How the line begins and ends.
    what: &'static str,
    advice: String,
    last_logged: Option<Instant>,
    /// The number of requests of each kind since then.
    kinds: BTreeMap<String, u64>,
    others: u64,
    /// A task waits for the end of the minute.
    is_scheduled: bool,
}

impl Kinds {
    /// `what` the requests have in common, and what to do about it.
    pub(super) fn new(what: &'static str, advice: impl Into<String>) -> Self {
        Self(Arc::new(Mutex::new(Seen {
            what,
            advice: advice.into(),
            last_logged: None,
            kinds: BTreeMap::new(),
            others: 0,
            is_scheduled: false,
        })))
    }

    /// Logs the first at once, and those of the minute after it together. `path` is masked.
    pub(super) fn log(&self, http: &HttpRequest, path: &str) {
        let method = masking::method(http.method().as_str());
        let kind = kind(method, path, http.headers());
        let mut seen = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        if seen.kinds.len() < MOST || seen.kinds.contains_key(&kind) {
            *seen.kinds.entry(kind).or_default() += 1;
        } else {
            seen.others += 1;
        }
        let waited = seen.last_logged.map(|then| then.elapsed());
        match waited {
            Some(waited) if waited < MINUTE => {
                if !std::mem::replace(&mut seen.is_scheduled, true) {
                    drop(seen);
                    let all = Arc::downgrade(&self.0);
                    rt::spawn(async move {
                        rt::time::sleep(MINUTE.saturating_sub(waited)).await;
                        if let Some(all) = all.upgrade() {
                            Self(all).log_rest();
                        }
                    });
                }
            }
            _ => seen.log(),
        }
    }

    /// Logs those that were not logged yet.
    pub(super) fn log_rest(&self) {
        self.0.lock().unwrap_or_else(PoisonError::into_inner).log();
    }
}

impl Seen {
    fn log(&mut self) {
        self.is_scheduled = false;
        let (kinds, others) = (std::mem::take(&mut self.kinds), std::mem::take(&mut self.others));
        let requests = kinds.values().sum::<u64>() + others;
        if requests == 0 {
            return;
        }
        self.last_logged = Some(Instant::now());
        let mut counts: Vec<_> =
            kinds.into_iter().map(|(kind, count)| format!("{count} x {kind}")).collect();
        if others > 0 {
            counts.push(format!("{others} of other kinds"));
        }
        let (what, counts, advice) = (self.what, counts.join("; "), &self.advice);
        tracing::info!(target: "churnkey", requests, "{what}: {counts}; {advice}");
    }
}

/// Logs the rest when nobody counts any more.
impl Drop for Seen {
    fn drop(&mut self) {
        self.log();
    }
}

/// `GET /churnkey/manifest (x-ck-signature: 64 hex digits)`
fn kind(method: &str, path: &str, headers: &HeaderMap) -> String {
    let headers = headers
        .iter()
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
