//! What the options of all actions have in common.

use serde_json::{Map, Value};

use crate::actions::origin::Origin;
use crate::models::{CustomerId, SubscriptionId};
use crate::module::names::Module;

/// What the options of all actions have in common.
pub(crate) trait ActionOptions {
    const ACTION: Module;

    fn origin(&self) -> &Origin;

    /// Whose, and which of them; `None` for all.
    fn ids(&self) -> (&CustomerId, Option<&SubscriptionId>);

    /// The rest, in the protocol's spelling.
    fn asked(&self) -> Map<String, Value>;
}
