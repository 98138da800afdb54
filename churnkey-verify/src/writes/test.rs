//! The test of one action.

use std::pin::Pin;

use serde_json::Value;

use super::subject::Subject;
use crate::announced::Announced;
use crate::data::Data;
use crate::module::Module;
use crate::run::Run;

/// What the verifier knows about the integration.
pub(super) struct Scene<'a> {
    pub(super) data: &'a Data,
    pub(super) announced: &'a Announced,
}

/// The test of one action.
pub(super) struct WriteTest {
    pub(super) module: &'static Module,
    /// A body that could be carried out, without ids.
    pub(super) body: fn(&Data, &Announced) -> Value,
    /// Tries each announced option.
    pub(super) try_options: TryOptions,
}

/// An `async fn` as an entry of a table.
type TryOptions = for<'a> fn(&'a mut Run<'_>, &'a Scene<'_>, &'a mut Subject) -> Trying<'a>;
type Trying<'a> = Pin<Box<dyn Future<Output = ()> + 'a>>;
