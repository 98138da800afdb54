//! Link-time collection: the attributes submit one [`Module`] for each annotated impl block, and an integration takes
//! those of its own context type.

use std::any::TypeId;

use serde_json::{Map, Value};

use crate::integration::start_error::StartError;
use crate::module::endpoint::Endpoint;
use crate::module::place::Place;

/// Controllers read, actions write (protocol 1).
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Kind {
    Controller,
    Action,
}

/// What is the same for a module in every integration.
#[derive(Debug)]
pub(crate) struct Info {
    /// Churnkey's name, such as `ApplyCoupon`.
    pub(crate) name: &'static str,
    pub(crate) kind: Kind,
    /// An integration without it is refused (protocol 1).
    pub(crate) required: bool,
}

/// One annotated impl block.
#[derive(Debug)]
pub struct Module {
    context: TypeId,
    context_name: fn() -> &'static str,
    pub(crate) info: &'static Info,
    pub(crate) endpoints: &'static [Endpoint],
    /// The module's entry in the features manifest, `enabled` apart.
    pub(crate) features: fn(&Module) -> Map<String, Value>,
    pub(crate) place: Place,
}

impl Module {
    pub(crate) const fn new<C: 'static>(
        info: &'static Info,
        endpoints: &'static [Endpoint],
        features: fn(&Self) -> Map<String, Value>,
        place: Place,
    ) -> Self {
        Self {
            context: TypeId::of::<C>(),
            context_name: std::any::type_name::<C>,
            info,
            endpoints,
            features,
            place,
        }
    }

    /// Whether the merchant wrote this method, as the manifest says it.
    pub(crate) fn has(&self, method: &str) -> Value {
        Value::Bool(self.endpoints.iter().any(|endpoint| endpoint.method == method))
    }
}

inventory::collect!(Module);

/// The modules of context `C` in the order of their kind and name. The linker's order is not stable.
pub(crate) fn modules_of<C: 'static>(
    required: &[&'static Info],
) -> Result<Vec<&'static Module>, StartError> {
    let linked =
        inventory::iter::<Module>.into_iter().filter(|module| module.context == TypeId::of::<C>());
    checked(linked.collect(), required, std::any::type_name::<C>())
}

fn checked(
    mut modules: Vec<&'static Module>,
    required: &[&'static Info],
    context: &'static str,
) -> Result<Vec<&'static Module>, StartError> {
    modules.sort_by_key(|module| (module.info.kind, !module.info.required, module.info.name));
    for pair in modules.windows(2) {
        if let [first, second] = pair
            && first.info.name == second.info.name
        {
            return Err(StartError::Duplicate {
                module: first.info.name,
                context: (first.context_name)(),
                first: first.place,
                second: second.place,
            });
        }
    }
    for info in required {
        if !modules.iter().any(|module| module.info.name == info.name) {
            return Err(StartError::Missing { module: info.name, context });
        }
    }
    Ok(modules)
}

#[cfg(test)]
#[path = "../tests/registry.rs"]
mod tests;
