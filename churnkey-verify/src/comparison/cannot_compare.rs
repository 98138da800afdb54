//! Why two integrations could not be compared.

use std::fmt;

/// One of the two integrations.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Which {
    /// The one in use today.
    Old,
    /// The one that will replace it.
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
    /// One of the two does not answer.
    #[error("{which} does not answer: {cause}")]
    Unreachable {
        /// Which integration.
        which: Which,
        /// The transport's error.
        cause: String,
    },
    /// One of the two refuses its token.
    #[error("{which} refuses its token with {status}")]
    TokenRefused {
        /// Which integration.
        which: Which,
        /// 401 or 403.
        status: u16,
    },
    /// One of the two has no readable manifest.
    #[error("{which} has no readable manifest: {got}")]
    NoManifest {
        /// Which integration.
        which: Which,
        /// Its answer.
        got: String,
    },
    /// An invalid setting.
    #[error("{0}")]
    Setting(&'static str),
}
