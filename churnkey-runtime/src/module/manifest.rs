//! The features manifest: what the integration implements (protocol 3). [`manifest_format`](super::manifest_format)
//! spells it.

use serde_json::{Map, Value};
use sha2::{Digest as _, Sha256};

use crate::module::names::{Kind, Module};
use crate::module::registry::Implementation;
use crate::module::words::Word;

/// What an integration implements, before a [`ManifestFormat`](crate::ManifestFormat) spells it.
#[derive(Debug, Clone, PartialEq)]
#[non_exhaustive]
pub struct Manifest {
    /// The integration's name.
    pub name: String,
    /// The read modules.
    pub controllers: Vec<ModuleFeatures>,
    /// The write modules.
    pub actions: Vec<ModuleFeatures>,
}

/// One module of the [`Manifest`].
#[derive(Debug, Clone, PartialEq)]
#[non_exhaustive]
pub struct ModuleFeatures {
    /// Churnkey's name for the module, such as `ApplyCoupon`.
    pub module: &'static str,
    /// Its features, with the keys of [protocol 3](crate::protocol#3-features-manifest): `enabled`, `schedules`, …
    pub features: Map<String, Value>,
    /// The methods that are served, such as `find_by_email`.
    pub endpoints: Vec<String>,
}

impl ModuleFeatures {
    /// A module as an integration announces it; its endpoints follow from the features. Use it to test a format, or for
    /// the manifest of another integration.
    ///
    /// ```
    /// # extern crate churnkey_runtime as churnkey;
    /// use churnkey::serde_json::{Map, json};
    /// use churnkey::{Module, ModuleFeatures};
    ///
    /// let features = Map::from_iter([("handleAll".to_owned(), json!(true))]);
    /// let cancel = ModuleFeatures::new(Module::Cancel, features);
    /// assert_eq!(cancel.endpoints, ["handle", "handle_all"]);
    /// ```
    #[must_use]
    pub fn new(module: Module, features: Map<String, Value>) -> Self {
        let is_on = |key: &str| features.get(key) == Some(&Value::Bool(true));
        let lists = !matches!(module, Module::Customers | Module::Subscriptions) || is_on("list");
        let endpoints: &[(&str, bool)] = match module.info().kind {
            Kind::Controller => &[
                ("retrieve", true),
                ("list", lists),
                ("find_by_email", is_on("findByEmail")),
                ("find_by_phone", is_on("findByPhone")),
            ],
            Kind::Action => &[("handle", true), ("handle_all", is_on("handleAll"))],
        };
        let served = endpoints.iter().filter(|(_, served)| *served);
        let endpoints = served.map(|(endpoint, _)| (*endpoint).to_owned()).collect();
        Self { module: module.name(), features, endpoints }
    }
}

impl Manifest {
    pub(crate) fn new(name: String, modules: &[&'static Implementation]) -> Self {
        let of = |kind| {
            let modules = modules.iter().filter(move |module| module.kind() == kind);
            modules
                .map(|module| ModuleFeatures {
                    module: module.name(),
                    features: (module.features)(module),
                    endpoints: endpoints(module),
                })
                .collect()
        };
        Self { name, controllers: of(Kind::Controller), actions: of(Kind::Action) }
    }

    /// The manifest of these modules, in their order.
    #[must_use]
    pub fn of(name: impl Into<String>, modules: impl IntoIterator<Item = ModuleFeatures>) -> Self {
        let is_action = |module: &ModuleFeatures| {
            let mut all = Module::ALL.iter();
            all.any(|known| known.name() == module.module && known.info().kind == Kind::Action)
        };
        let (actions, controllers) = modules.into_iter().partition(is_action);
        Self { name: name.into(), controllers, actions }
    }
}

fn endpoints(module: &Implementation) -> Vec<String> {
    module.endpoints.iter().map(|endpoint| endpoint.method.to_owned()).collect()
}

/// The first 64 bits of a digest, as 16 hex digits: enough to notice a change.
pub(crate) fn fingerprint(bytes: impl AsRef<[u8]>) -> String {
    let digest = Sha256::digest(bytes);
    digest.iter().take(8).fold(String::new(), |hex, byte| format!("{hex}{byte:02x}"))
}

/// `{"immediate": true, "end-of-period": false}`: every word, and whether it is declared.
pub(crate) fn choices<T: Word>(declared: &[T]) -> Value {
    let entry = |word: &T| (word.as_str().to_owned(), Value::Bool(declared.contains(word)));
    Value::Object(T::ALL.iter().map(entry).collect())
}

/// A module's features. `enabled` is true, since a module that is not implemented is left out.
pub(crate) fn features<const N: usize>(entries: [(&str, Value); N]) -> Map<String, Value> {
    let enabled = ("enabled".to_owned(), Value::Bool(true));
    let entries = entries.into_iter().map(|(key, value)| (key.to_owned(), value));
    std::iter::once(enabled).chain(entries).collect()
}
