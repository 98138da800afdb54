//! Why an integration does not start.

use std::fmt;
use std::io;

use crate::integration::wording::{all, it, need, register, unregistered, without};
use crate::module::names::Module;
use crate::module::registry::SourceLocation;

/// The reason why an integration refused to start. Nothing is served then.
///
/// Its `Debug` form is the message itself, since that is what a `main` that returns it prints.
#[derive(thiserror::Error)]
#[non_exhaustive]
pub enum StartError {
    /// No integration token, or an empty one.
    #[error(
        "no integration token: set CK_INTEGRATION_TOKEN to the Integration Token from Churnkey's \
         dashboard (Settings, Billing Providers, Custom Provider), or CK_INTEGRATION_TOKEN_FILE to a file that contains \
         it, or pass one to the builder with `token(…)`"
    )]
    NoToken,
    /// The context implements a module, but the program does not contain its registration.
    #[error(
        "`{context}` implements `{module}`, but the linker has left its registration out of this program: remove \
         linker flags that merge or drop apparent duplicates (such as `--allow-multiple-definition`), and check \
         whether the crate `inventory` supports this platform"
    )]
    Missing {
        /// The module.
        module: Module,
        /// The type of the context.
        context: &'static str,
    },
    /// A generic context implements modules that none of its `register!` lists.
    #[error("{}", unregistered(.context, .modules, .lists, .to_list))]
    Unregistered {
        /// The type of the context.
        context: &'static str,
        /// The modules that are not listed, and where their blocks are.
        modules: Vec<(Module, SourceLocation)>,
        /// Where the context is registered now.
        lists: Vec<SourceLocation>,
        /// The modules of a complete list.
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
        /// The place of one list.
        first: SourceLocation,
        /// The place of the other.
        second: SourceLocation,
    },
    /// A module is left out that others need.
    #[error(
        "{} of `{context}` {} `{module}`, which is left out: leave {} out too, with {}, or keep `{module}`",
        all(.by), need(.by), it(.by), without(.by)
    )]
    LeftOut {
        /// The module that is left out.
        module: Module,
        /// The modules that need it.
        by: Vec<Module>,
        /// The type of the context.
        context: &'static str,
    },
    /// A module is registered without another one that it needs.
    #[error(
        "{} of `{context}` {} `{module}`, which no `register!` lists: write `{}`",
        all(.by), need(.by), register(.context, .to_list)
    )]
    Unlisted {
        /// The module that is not registered.
        module: Module,
        /// The modules that need it.
        by: Vec<Module>,
        /// The type of the context.
        context: &'static str,
        /// The modules of a complete list.
        to_list: Vec<Module>,
    },
    /// An invalid setting. The message never contains any part of a token.
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
