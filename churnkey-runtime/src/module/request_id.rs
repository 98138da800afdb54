//! The id that links a client's error, the log and the merchant's own records.

use std::fmt;
use std::hash::{BuildHasher as _, RandomState};
use std::sync::LazyLock;
use std::sync::atomic::{AtomicU64, Ordering};

use actix_web::http::header::HeaderValue;

/// Visible ASCII, as in the answer's header; cheap to clone.
#[derive(Debug, Clone)]
pub(crate) enum RequestId {
    /// The client's own id.
    Given(HeaderValue),
    /// `5f3a9c01-0000002a`: the process, and the request within it.
    Own([u8; 17]),
}

static PROCESS: LazyLock<u64> = LazyLock::new(|| RandomState::new().hash_one("churnkey"));
static NEXT: AtomicU64 = AtomicU64::new(1);

impl RequestId {
    /// Returns an id that is unique in this process for the next four billion requests, and very likely among
    /// processes. It is not a secret.
    pub(crate) fn next() -> Self {
        let (process, number) = (*PROCESS >> 32, NEXT.fetch_add(1, Ordering::Relaxed));
        let mut text = [b'-'; 17];
        let (before, after) = text.split_at_mut(9);
        write(before.iter_mut().take(8), process);
        write(after.iter_mut(), number);
        Self::Own(text)
    }

    pub(crate) fn as_str(&self) -> &str {
        let bytes = match self {
            Self::Given(id) => id.as_bytes(),
            Self::Own(text) => text,
        };
        str::from_utf8(bytes).unwrap_or_default()
    }

    pub(crate) fn header(&self) -> HeaderValue {
        match self {
            Self::Given(id) => id.clone(),
            // Hex digits and a dash are always a valid header value.
            Self::Own(text) => HeaderValue::from_bytes(text)
                .unwrap_or_else(|_| HeaderValue::from_static("unknown")),
        }
    }
}

/// Writes as many of a number's lowest hex digits as there is room for. Every request does, and `fmt` is slower.
fn write<'a>(room: impl DoubleEndedIterator<Item = &'a mut u8>, mut number: u64) {
    for digit in room.rev() {
        let value = (number & 15) as u8;
        *digit = if value < 10 { b'0' + value } else { b'a' + value - 10 };
        number >>= 4;
    }
}

impl fmt::Display for RequestId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}

#[cfg(test)]
#[path = "../tests/own_request_id.rs"]
mod tests;
