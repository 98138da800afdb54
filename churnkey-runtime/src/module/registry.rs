//! Link-time collection: the attributes submit one [`Module`] for each annotated impl block, and an integration takes
//! those of its own context type.

use std::any::TypeId;
use std::fmt;

use serde_json::{Map, Value};

use crate::module::endpoint::Endpoint;

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

    /// The type that it is implemented for.
    pub(crate) fn context(&self) -> &'static str {
        (self.context_name)()
    }

    /// Whether the merchant wrote this method.
    pub(crate) fn has(&self, method: &str) -> bool {
        self.endpoints.iter().any(|endpoint| endpoint.method == method)
    }
}

inventory::collect!(Module);

/// All modules of context `C`, in the linker's order, which is not stable.
pub(crate) fn modules_of<C: 'static>() -> impl Iterator<Item = &'static Module> {
    inventory::iter::<Module>.into_iter().filter(|module| module.context == TypeId::of::<C>())
}

/// Where an attribute stands in the merchant's code.
#[derive(Debug, Clone, Copy)]
pub struct Place {
    file: &'static str,
    line: u32,
}

impl Place {
    /// Called by the attributes.
    #[must_use]
    pub const fn new(file: &'static str, line: u32) -> Self {
        Self { file, line }
    }
}

impl fmt::Display for Place {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}:{}", self.file, self.line)
    }
}
