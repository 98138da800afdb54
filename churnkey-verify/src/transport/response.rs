//! An answer, or why there is none.

use std::time::Duration;

use serde_json::Value;

/// The largest answer that is read, in bytes.
pub const MAX_RESPONSE: usize = 8 * 1024 * 1024;

/// An answer.
#[derive(Debug, Clone)]
#[non_exhaustive]
pub struct Response {
    /// The HTTP status.
    pub status: u16,
    /// The `Content-Type`, if there is one.
    pub content_type: Option<String>,
    /// The value of `Retry-After`, if it is a number of seconds.
    pub retry_after: Option<Duration>,
    /// The body, at most [`MAX_RESPONSE`] bytes.
    pub body: Vec<u8>,
    /// The cause of an error, which the integration logs but never sends; known only in process.
    pub cause: Option<String>,
}

impl Response {
    /// An answer with JSON, for a transport that makes up answers.
    #[must_use]
    pub fn of_json(status: u16, body: &Value) -> Self {
        let content_type = Some("application/json".to_owned());
        let body = body.to_string().into_bytes();
        Self { status, content_type, retry_after: None, body, cause: None }
    }

    /// Whether the status is from 200 to 299.
    #[must_use]
    pub fn is_success(&self) -> bool {
        (200..300).contains(&self.status)
    }

    /// The body as JSON; `None` if it is not JSON.
    #[must_use]
    pub fn json(&self) -> Option<Value> {
        serde_json::from_slice(&self.body).ok()
    }
}

pub(super) fn retry_after(value: Option<&str>) -> Option<Duration> {
    value?.trim().parse().ok().map(Duration::from_secs)
}

/// Why a request got no answer.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum Failure {
    /// The answer did not arrive in time.
    #[error("the answer did not arrive in time")]
    TimedOut,
    /// The answer is larger than [`MAX_RESPONSE`].
    #[error("the answer is larger than {} MiB", MAX_RESPONSE / 1024 / 1024)]
    TooLarge,
    /// The connection failed, or the answer is not HTTP.
    #[error("{0}")]
    Connection(String),
    /// The request cannot be sent, because a header's name or value, or the path, contains a character that HTTP does
    /// not allow. The value is the header's name or the path.
    #[error("`{0}` cannot be sent over HTTP")]
    Unsendable(String),
}

/// The API URL is invalid.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error(
    "the API URL needs the form `https://host/path`, without a user, a query or a fragment, and a port from 1 to 65535 if it \
     names one"
)]
#[non_exhaustive]
pub struct InvalidUrl;
