//! The request id that a client sent, or else one of ours.

use actix_web::http::header::{HeaderMap, HeaderName, HeaderValue};

use crate::module::request_id::RequestId;

pub(crate) static HEADER: HeaderName = HeaderName::from_static("x-request-id");
static TRACE_PARENT: HeaderName = HeaderName::from_static("traceparent");

impl RequestId {
    /// The client's if it sent one, so that its log and ours can be matched: `x-request-id`, or the trace id of
    /// `traceparent`.
    pub(crate) fn of(headers: &HeaderMap) -> Self {
        if let Some(id) = headers.get(&HEADER).filter(|id| is_plain(id.as_bytes())) {
            return Self::Given(id.clone());
        }
        match trace_id(headers).and_then(|id| HeaderValue::from_str(id).ok()) {
            Some(id) => Self::Given(id),
            None => Self::next(),
        }
    }
}

/// The trace id of a well-formed `traceparent` (W3C Trace Context, 3.2).
pub(crate) fn trace_id(headers: &HeaderMap) -> Option<&str> {
    let value = headers.get(&TRACE_PARENT)?.to_str().ok()?;
    let mut fields = value.split('-');
    let (version, trace, parent, flags) =
        (fields.next()?, fields.next()?, fields.next()?, fields.next()?);
    // A later version may have more fields; version 00 may not.
    let ends = version != "00" || fields.next().is_none();
    let whole = is_hex(version, 2) && version != "ff" && is_hex(parent, 16) && is_hex(flags, 2);
    let named = is_hex(trace, 32) && !is_zero(trace) && !is_zero(parent);
    (whole && ends && named).then_some(trace)
}

/// The id is logged, so it must not be able to forge a log entry, or to be an e-mail address.
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
