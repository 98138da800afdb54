//! Why two integrations could not be compared.

use std::fmt;

/// Which of the two.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Which {
    /// The one that serves today.
    Old,
    /// The one that is to take its place.
    New,
}

impl fmt::Display for Which {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(match self {
            Self::Old => "the old integration",
            Self::New => "the new integration",
        })
    }
}

/// Why nothing could be compared.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum CannotCompare {
    /// One of the two gives no answer.
    #[error("{which} does not answer: {cause}")]
    Unreachable {
        /// Which one.
        which: Which,
        /// What the transport says.
        cause: String,
    },
    /// One of the two refuses the token.
    #[error("{which} refuses its token with {status}")]
    TokenRefused {
        /// Which one.
        which: Which,
        /// 401 or 403.
        status: u16,
    },
    /// One of the two has no manifest that can be read.
    #[error("{which} has no manifest that can be read: {got}")]
    NoManifest {
        /// Which one.
        which: Which,
        /// What it answered.
        got: String,
    },
    /// A setting that cannot be used.
    #[error("{0}")]
    Setting(&'static str),
}
