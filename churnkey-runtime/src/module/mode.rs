//! Live or test data (protocol 2.3).

use std::fmt;

use serde::{Deserialize, Serialize};

/// Whether a request is about live or test data. As JSON it is `"live"` or `"test"`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Mode {
    /// Live data, the default without the header.
    Live,
    /// Test data; see [`Builder::test_context`](crate::Builder::test_context).
    Test,
}

impl Mode {
    /// The value of the header: `live` or `test`.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Live => "live",
            Self::Test => "test",
        }
    }
}

impl fmt::Display for Mode {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}
