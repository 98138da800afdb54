//! The id by which a client's error and a log entry find each other.

use std::fmt::{self, Write as _};
use std::hash::{BuildHasher as _, RandomState};
use std::sync::LazyLock;
use std::sync::atomic::{AtomicU64, Ordering};

use actix_web::http::header::{HeaderMap, HeaderName, HeaderValue};

pub(crate) static HEADER: HeaderName = HeaderName::from_static("x-request-id");
static TRACE_PARENT: HeaderName = HeaderName::from_static("traceparent");

/// The client's own id, so that its log and ours meet, or else one of ours.
#[derive(Debug, Clone)]
pub(crate) enum RequestId {
    /// From `x-request-id`, or the trace id of `traceparent`.
    Given(HeaderValue),
    /// Unique in this process, and most likely among processes; not a secret.
    Own { process: u32, number: u64 },
}

static PROCESS: LazyLock<u64> = LazyLock::new(|| RandomState::new().hash_one("churnkey"));
static NEXT: AtomicU64 = AtomicU64::new(1);

impl RequestId {
    pub(crate) fn of(headers: &HeaderMap) -> Self {
        if let Some(id) = headers.get(&HEADER).filter(|id| is_plain(id.as_bytes())) {
            return Self::Given(id.clone());
        }
        match trace_id(headers).and_then(|id| HeaderValue::from_str(id).ok()) {
            Some(id) => Self::Given(id),
            None => Self::next(),
        }
    }

    pub(crate) fn next() -> Self {
        let process = (*PROCESS >> 32) as u32;
        Self::Own { process, number: NEXT.fetch_add(1, Ordering::Relaxed) }
    }

    /// As the value of a header.
    pub(crate) fn header(&self) -> Option<HeaderValue> {
        if let Self::Given(id) = self {
            return Some(id.clone());
        }
        let mut text = String::with_capacity(17); // every answer has one, and it need not grow digit by digit
        write!(text, "{self}").ok()?;
        HeaderValue::try_from(text).ok()
    }
}

impl fmt::Display for RequestId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Given(id) => f.write_str(id.to_str().unwrap_or_default()),
            Self::Own { process, number } => write!(f, "{process:08x}-{number:08x}"),
        }
    }
}

/// The trace id of a well-formed `traceparent` (W3C Trace Context, 3.2).
pub(crate) fn trace_id(headers: &HeaderMap) -> Option<&str> {
    let value = headers.get(&TRACE_PARENT)?.to_str().ok()?;
    let mut fields = value.split('-');
    let (version, trace, parent, flags) =
        (fields.next()?, fields.next()?, fields.next()?, fields.next()?);
    // A later version may have more fields; version 00 has not.
    let ends = version != "00" || fields.next().is_none();
    let whole = is_hex(version, 2) && version != "ff" && is_hex(parent, 16) && is_hex(flags, 2);
    let named = is_hex(trace, 32) && !is_zero(trace) && !is_zero(parent);
    (whole && ends && named).then_some(trace)
}

/// What is written to the log must not be able to pretend to be another entry, nor be an e-mail address.
fn is_plain(id: &[u8]) -> bool {
    (1..=128).contains(&id.len())
        && id.iter().all(|byte| byte.is_ascii_alphanumeric() || b"-_.:/+=".contains(byte))
}

fn is_hex(text: &str, length: usize) -> bool {
    text.len() == length && text.bytes().all(|byte| matches!(byte, b'0'..=b'9' | b'a'..=b'f'))
}

fn is_zero(text: &str) -> bool {
    text.bytes().all(|byte| byte == b'0')
}

#[cfg(test)]
#[path = "../tests/request_id.rs"]
mod tests;
