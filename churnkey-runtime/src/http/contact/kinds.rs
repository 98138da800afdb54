//! Logs requests without a valid token: at most one line a minute, with counts, and without values.

use std::collections::BTreeMap;
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Instant;

use actix_web::HttpRequest;
use actix_web::rt;

use crate::http::contact::once_per_minute::MINUTE;
use crate::http::request_line::RequestLine;
use crate::masking;

/// How many kinds of request a line lists, and how many headers of each.
const MOST: usize = 16;
const MOST_HEADERS: usize = 6;

#[derive(Default)]
pub(super) struct Unauthenticated(Arc<Mutex<Seen>>);

#[derive(Default)]
struct Seen {
    last_logged: Option<Instant>,
    /// The number of requests of each kind since then.
    kinds: BTreeMap<String, u64>,
    others: u64,
    /// A task waits for the end of the minute.
    is_scheduled: bool,
}

impl Unauthenticated {
    /// Logs the first at once, and those of the minute after it together.
    pub(super) fn log(&self, http: &HttpRequest) {
        let kind = kind(http);
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
                            all.lock().unwrap_or_else(PoisonError::into_inner).log();
                        }
                    });
                }
            }
            _ => seen.log(),
        }
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
        tracing::info!(
            target: "churnkey",
            requests,
            "without a valid token: {}; if one of them is Churnkey, see docs/first-contact.md",
            counts.join("; ")
        );
    }
}

/// Logs the rest when the integration is dropped.
impl Drop for Seen {
    fn drop(&mut self) {
        self.log();
    }
}

/// `GET /churnkey/manifest (x-ck-signature: 64 hex digits)`
fn kind(http: &HttpRequest) -> String {
    let RequestLine { method, path } = RequestLine::of(http, false);
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
