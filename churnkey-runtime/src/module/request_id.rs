//! The id by which a client's error, the log and the merchant's own records find each other.

use std::fmt;
use std::hash::{BuildHasher as _, RandomState};
use std::sync::LazyLock;
use std::sync::atomic::{AtomicU64, Ordering};

use actix_web::http::header::HeaderValue;

/// Visible ASCII, as it stands in the header of the answer; cheap to clone.
#[derive(Debug, Clone)]
pub(crate) struct RequestId(HeaderValue);

static PROCESS: LazyLock<u64> = LazyLock::new(|| RandomState::new().hash_one("churnkey"));
static NEXT: AtomicU64 = AtomicU64::new(1);

impl RequestId {
    /// The client's own, of which the caller has seen that it is plain.
    pub(crate) fn given(id: HeaderValue) -> Self {
        Self(id)
    }

    /// Unique in this process, and most likely among processes; not a secret.
    pub(crate) fn next() -> Self {
        let (process, number) = ((*PROCESS >> 32) as u32, NEXT.fetch_add(1, Ordering::Relaxed));
        let text = format!("{process:08x}-{number:08x}");
        // Hex digits and a dash are always a header value.
        Self(HeaderValue::try_from(text).unwrap_or_else(|_| HeaderValue::from_static("unknown")))
    }

    pub(crate) fn as_str(&self) -> &str {
        self.0.to_str().unwrap_or_default()
    }

    pub(crate) fn header(&self) -> HeaderValue {
        self.0.clone()
    }
}

impl fmt::Display for RequestId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}
