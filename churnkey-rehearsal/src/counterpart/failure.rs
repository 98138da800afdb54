//! Why a request failed: one to the integration, or one of the front end.

use std::fmt;

use crate::event::Finding;

/// A request that failed, so that the next step is impossible.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Failure {
    /// The request, such as `GET /churnkey/features`.
    pub(crate) request: String,
    /// The answer's status, if there was an answer.
    pub(crate) status: Option<u16>,
    /// What is wrong.
    pub(crate) problem: String,
    /// How to find or fix the cause.
    pub(crate) help: String,
}

impl fmt::Display for Failure {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}: {}. {}", self.request, self.problem, self.help)
    }
}

impl std::error::Error for Failure {}

impl Failure {
    pub(crate) fn finding(&self) -> Finding {
        let title = format!("{} failed", self.request);
        Finding::fault(title, self.problem.clone()).help(self.help.clone())
    }
}

/// The refusal of a request of the front end: a status, and the reason as plain text.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Refused {
    pub(crate) status: u16,
    pub(crate) reason: String,
}

impl Refused {
    pub(crate) fn new(status: u16, reason: impl Into<String>) -> Self {
        Self { status, reason: reason.into() }
    }
}

/// A failure of the integration, as the front end sees it.
impl From<Failure> for Refused {
    fn from(failure: Failure) -> Self {
        let status = match failure.status {
            Some(status @ 400..=499) if !matches!(status, 401 | 403) => status,
            None => 504,
            _ => 502,
        };
        Self::new(status, failure.to_string())
    }
}
