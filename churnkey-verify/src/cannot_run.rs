//! Why a run could not start.

use crate::transport::InvalidUrl;

/// Why nothing could be verified.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum CannotRun {
    /// The address is not a valid API URL.
    #[error("{InvalidUrl}")]
    Url,
    /// The token or a header cannot be sent.
    #[error("`{0}` has a name or a value that no header can carry")]
    Header(String),
    /// No check's id begins with this.
    #[error("no check begins with `{0}`; docs/verify.md lists them")]
    UnknownCheck(String),
    /// Nothing answers at the address.
    #[error("nothing answers there: {0}")]
    Unreachable(String),
}

impl From<InvalidUrl> for CannotRun {
    fn from(InvalidUrl: InvalidUrl) -> Self {
        Self::Url
    }
}
