//! The trait of all actions' options.

use serde_json::{Map, Value};

use crate::actions::origin::Origin;
use crate::models::{CustomerId, SubscriptionId};
use crate::module::names::Module;

/// What the options of all actions have in common.
pub(crate) trait ActionOptions {
    const ACTION: Module;

    fn origin(&self) -> &Origin;

    /// The customer and the subscription; `None` for all of the customer's subscriptions.
    fn ids(&self) -> (&CustomerId, Option<&SubscriptionId>);

    /// The other keys, in the protocol's spelling.
    fn other_keys(&self) -> Map<String, Value>;
}
