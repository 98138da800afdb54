//! Why a rehearsal cannot start.

use std::net::SocketAddr;

use churnkey_embed::EmbedError;
use churnkey_verify::transport::InvalidUrl;

use crate::flow::FlowError;

/// Why a rehearsal or a play cannot start. Mistakes of the integration are reported as [`Finding`](crate::Finding)s.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum RehearsalError {
    /// The API URL is invalid.
    #[error(transparent)]
    Url(#[from] InvalidUrl),
    /// The app id or the API key is invalid.
    #[error(transparent)]
    Account(#[from] EmbedError),
    /// Only one of the two variables is set.
    #[error("`{0}` is set and `{1}` is not: a token needs both")]
    HalfAnAccount(&'static str, &'static str),
    /// The flow file has a mistake.
    #[error(transparent)]
    Flow(#[from] FlowError),
    /// Other machines can reach the address.
    #[error(
        "{0} can be reached from other machines, and a rehearsal can cancel subscriptions: listen on 127.0.0.1, or allow it explicitly"
    )]
    NotLoopback(SocketAddr),
    /// The address is in use or not available.
    #[error("cannot listen on {0}: {1}")]
    Bind(SocketAddr, String),
    /// The file of `record` cannot be opened.
    #[error("cannot write {0}: {1}")]
    Record(String, String),
    /// The operating system has no random numbers.
    #[error("cannot get random bytes from the operating system: {0}")]
    Random(String),
    /// The integration failed.
    #[error("{0}")]
    Integration(String),
    /// The customer's flow does not have the path of the play.
    #[error("{0}")]
    Path(String),
}
