//! The id by which a client's error and a log entry find each other.

use std::fmt::{self, Write as _};
use std::hash::{BuildHasher as _, RandomState};
use std::sync::LazyLock;
use std::sync::atomic::{AtomicU64, Ordering};

use actix_web::http::header::HeaderValue;

/// Unique in this process, and most likely among processes; not a secret.
#[derive(Debug, Clone, Copy)]
pub(crate) struct RequestId {
    process: u32,
    number: u64,
}

static PROCESS: LazyLock<u64> = LazyLock::new(|| RandomState::new().hash_one("churnkey"));
static NEXT: AtomicU64 = AtomicU64::new(1);

impl RequestId {
    pub(crate) fn next() -> Self {
        let process = (*PROCESS >> 32) as u32;
        Self { process, number: NEXT.fetch_add(1, Ordering::Relaxed) }
    }

    /// As the value of a header.
    pub(crate) fn header(self) -> Option<HeaderValue> {
        let mut text = String::with_capacity(17); // every answer has one, and it need not grow digit by digit
        write!(text, "{self}").ok()?;
        HeaderValue::try_from(text).ok()
    }
}

impl fmt::Display for RequestId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{:08x}-{:08x}", self.process, self.number)
    }
}
