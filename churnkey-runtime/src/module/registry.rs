//! Link-time registration: the attributes, and `register!` for generic contexts, submit one [`Implementation`] for each
//! module of a context, and an integration takes those of its own context type.

use std::any::TypeId;
use std::fmt;

use serde_json::{Map, Value};

use crate::module::endpoint::Endpoint;
use crate::module::names::{Kind, Module};

/// A module as one context implements it.
#[derive(Debug)]
pub struct Implementation {
    context: TypeId,
    pub(crate) module: Module,
    pub(crate) endpoints: &'static [Endpoint],
    /// The module's entry in the features manifest, without `enabled`.
    pub(crate) features: fn(&Implementation) -> Map<String, Value>,
    pub(crate) place: SourceLocation,
    /// The `register!` that lists it; `None` if its attribute submitted it.
    pub(crate) listed: Option<SourceLocation>,
    /// The modules it needs beyond those that every implementation needs.
    also_needs: &'static [Module],
}

impl Implementation {
    pub(crate) const fn new<C: 'static>(
        module: Module,
        endpoints: &'static [Endpoint],
        features: fn(&Self) -> Map<String, Value>,
        place: SourceLocation,
    ) -> Self {
        let context = TypeId::of::<C>();
        Self { context, module, endpoints, features, place, listed: None, also_needs: &[] }
    }

    /// Adds the modules that the attribute's arguments make it need.
    pub(crate) const fn and_needs(self, also_needs: &'static [Module]) -> Self {
        Self { also_needs, ..self }
    }

    /// Called by `register!`.
    #[must_use]
    pub const fn listed(self, place: SourceLocation) -> Self {
        Self { listed: Some(place), ..self }
    }

    pub(crate) fn needs(&self) -> impl Iterator<Item = Module> {
        self.module.needs().iter().chain(self.also_needs).copied()
    }

    pub(crate) fn name(&self) -> &'static str {
        self.module.name()
    }

    pub(crate) fn kind(&self) -> Kind {
        self.module.info().kind
    }

    /// Whether the merchant wrote this method.
    pub(crate) fn has(&self, method: &str) -> bool {
        self.endpoints.iter().any(|endpoint| endpoint.method == method)
    }
}

inventory::collect!(Implementation);

/// All modules that context `C` implements, in the linker's order, which is not stable.
pub(crate) fn implementations_of<C: 'static>() -> impl Iterator<Item = &'static Implementation> {
    let context = TypeId::of::<C>();
    inventory::iter::<Implementation>.into_iter().filter(move |found| found.context == context)
}

/// The place of an attribute or a `register!` in the merchant's code.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct SourceLocation {
    file: &'static str,
    line: u32,
}

impl SourceLocation {
    /// Called by the attributes and by `register!`.
    #[must_use]
    pub const fn new(file: &'static str, line: u32) -> Self {
        Self { file, line }
    }
}

/// The modules of a context, each with the place of its block if the context has one.
pub type Implemented = [(Module, Option<SourceLocation>); Module::ALL.len()];

impl fmt::Display for SourceLocation {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}:{}", self.file, self.line)
    }
}
