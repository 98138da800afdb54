//! What clients read while something is closed.

use std::fmt;

/// The answer while something is [closed](crate::Gate::close): a message, and optionally when to try again. A string
/// becomes a notice with a message alone.
///
/// ```
/// # extern crate churnkey_runtime as churnkey;
/// use churnkey::GateNotice;
///
/// let notice = GateNotice::new("Back at 14:00").retry_after(3600);
/// assert_eq!(notice.message(), "Back at 14:00");
/// ```
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct GateNotice {
    message: String,
    retry_after: Option<u32>,
}

impl GateNotice {
    /// A notice with the message of the 503. An empty one becomes `closed for now`.
    #[must_use]
    pub fn new(message: impl Into<String>) -> Self {
        let mut message = message.into();
        if message.trim().is_empty() {
            "closed for now".clone_into(&mut message);
        }
        Self { message, retry_after: None }
    }

    /// In how many seconds the client may try again, sent as `Retry-After`.
    #[must_use]
    pub fn retry_after(self, seconds: u32) -> Self {
        Self { retry_after: Some(seconds), ..self }
    }

    /// The message of the 503.
    #[must_use]
    pub fn message(&self) -> &str {
        &self.message
    }

    /// In how many seconds the client may try again, if that is set.
    #[must_use]
    pub fn retry_after_seconds(&self) -> Option<u32> {
        self.retry_after
    }
}

impl From<&str> for GateNotice {
    fn from(message: &str) -> Self {
        Self::new(message)
    }
}

impl From<String> for GateNotice {
    fn from(message: String) -> Self {
        Self::new(message)
    }
}

impl fmt::Display for GateNotice {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.message)
    }
}
