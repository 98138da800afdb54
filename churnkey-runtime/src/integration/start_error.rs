//! Why an integration does not start.

use std::fmt;
use std::io;

use crate::module::registry::Place;

/// Why an integration refused to start. Nothing is served then.
///
/// Its `Debug` form is the message itself, since that is what a `main` that returns it prints.
#[derive(thiserror::Error)]
#[non_exhaustive]
pub enum StartError {
    /// No integration token, or an empty one.
    #[error(
        "no integration token: set CK_INTEGRATION_TOKEN to the Integration Token of Churnkey's dashboard \
         (Settings, Billing Providers, Custom Provider), or CK_INTEGRATION_TOKEN_FILE to a file that holds it, or give \
         one to the builder with `token(…)`"
    )]
    NoToken,
    /// A required module is written, or this would not compile, and yet not in this program.
    #[error(
        "`{context}` implements `{module}`, but the linker has left its registration out of this program: remove \
         linker flags that merge or drop what they take for duplicates (such as `--allow-multiple-definition`), and see \
         whether the crate `inventory` supports this platform"
    )]
    Missing {
        /// The module's name, such as `Customers`.
        module: &'static str,
        /// The type of the context.
        context: &'static str,
    },
    /// The same module twice for one context.
    #[error("`{context}` has two `{module}` modules, at {first} and at {second}: remove one")]
    Duplicate {
        /// The module's name.
        module: &'static str,
        /// The type of the context.
        context: &'static str,
        /// Where one stands.
        first: Place,
        /// Where the other stands.
        second: Place,
    },
    /// An invalid setting. What is wrong with a token is said without a letter of it.
    #[error("invalid setting `{setting}`: {problem}")]
    Setting {
        /// The builder's method or the environment variable.
        setting: &'static str,
        /// What is wrong, and what would be right.
        problem: String,
    },
}

impl StartError {
    pub(crate) fn setting(setting: &'static str, problem: impl Into<String>) -> Self {
        Self::Setting { setting, problem: problem.into() }
    }
}

impl fmt::Debug for StartError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(self, f)
    }
}

impl From<StartError> for io::Error {
    fn from(error: StartError) -> Self {
        Self::new(io::ErrorKind::InvalidInput, error)
    }
}
