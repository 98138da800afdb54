//! Why an integration does not start.

use std::fmt;
use std::io;

use crate::integration::wording::{all, it, need, register, unregistered, without};
use crate::module::names::Module;
use crate::module::registry::SourceLocation;

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
    /// A module is implemented, and yet not in this program.
    #[error(
        "`{context}` implements `{module}`, but the linker has left its registration out of this program: remove \
         linker flags that merge or drop what looks like a duplicate (such as `--allow-multiple-definition`), and check \
         whether the crate `inventory` supports this platform"
    )]
    Missing {
        /// The module.
        module: Module,
        /// The type of the context.
        context: &'static str,
    },
    /// A generic context implements modules that no `register!` of it lists.
    #[error("{}", unregistered(.context, .modules, .lists, .to_list))]
    Unregistered {
        /// The type of the context.
        context: &'static str,
        /// Each module that is not listed, and where its block stands.
        modules: Vec<(Module, SourceLocation)>,
        /// Where the context is registered now.
        lists: Vec<SourceLocation>,
        /// What a whole list has.
        to_list: Vec<Module>,
    },
    /// Two `register!` of one context list the same module.
    #[error(
        "two `register!` of `{context}` list {}, at {first} and at {second}: list each module once",
        all(.modules)
    )]
    Duplicate {
        /// The modules.
        modules: Vec<Module>,
        /// The type of the context.
        context: &'static str,
        /// Where one of the lists stands.
        first: SourceLocation,
        /// Where the other stands.
        second: SourceLocation,
    },
    /// A module is left out that others need.
    #[error(
        "{} of `{context}` {} `{module}`, which is left out: leave {} out too, with {}, or keep `{module}`",
        all(.by), need(.by), it(.by), without(.by)
    )]
    LeftOut {
        /// What is left out.
        module: Module,
        /// What needs it.
        by: Vec<Module>,
        /// The type of the context.
        context: &'static str,
    },
    /// A module is registered, and another that it needs is not.
    #[error(
        "{} of `{context}` {} `{module}`, which no `register!` lists: write `{}`",
        all(.by), need(.by), register(.context, .to_list)
    )]
    Unlisted {
        /// What is not registered.
        module: Module,
        /// What needs it.
        by: Vec<Module>,
        /// The type of the context.
        context: &'static str,
        /// What a whole list has.
        to_list: Vec<Module>,
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
