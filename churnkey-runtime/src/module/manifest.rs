//! The features manifest: what the integration implements (protocol 3), and how its envelope is spelt.

use std::fmt;
use std::sync::Arc;

use serde_json::{Map, Value};
use sha2::{Digest as _, Sha256};

use crate::module::names::Kind;
use crate::module::registry::Implementation;
use crate::module::words::Word;

/// What an integration implements, before it is spelt by a [`ManifestFormat`].
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
    /// Churnkey's name of the module, such as `ApplyCoupon`.
    pub module: &'static str,
    /// Its features, with the keys of [protocol 3](crate::protocol#3-features-manifest): `enabled`, `schedules`, …
    pub features: Map<String, Value>,
}

impl Manifest {
    pub(crate) fn new(name: String, modules: &[&'static Implementation]) -> Self {
        let of = |kind| {
            let modules = modules.iter().filter(move |module| module.kind() == kind);
            modules
                .map(|module| ModuleFeatures {
                    module: module.name(),
                    features: (module.features)(module),
                })
                .collect()
        };
        Self { name, controllers: of(Kind::Controller), actions: of(Kind::Action) }
    }
}

/// How the names of modules are spelt as keys of the manifest.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
#[non_exhaustive]
pub enum KeyCase {
    /// `applyCoupon`, as every other key of the protocol.
    #[default]
    Camel,
    /// `ApplyCoupon`, as Churnkey's TypeScript SDK groups its modules.
    Pascal,
    /// `apply-coupon`, as the paths of the endpoints.
    Kebab,
}

/// How the manifest is spelt. Churnkey documents the contents of the five action objects and not what is around
/// them, so that is a setting ([protocol 3](crate::protocol#3-features-manifest) and 9, U2); the default is the one
/// that the protocol's page recommends.
///
/// ```
/// # extern crate churnkey_runtime as churnkey;
/// use churnkey::{KeyCase, ManifestFormat};
///
/// let like_the_sdk = ManifestFormat::new().keys(KeyCase::Pascal);
/// let flat = ManifestFormat::new().without_name().flat();
/// let anything = ManifestFormat::custom(|manifest| serde_json::json!({ "modules": manifest.actions.len() }));
/// # let _ = (like_the_sdk, flat, anything);
/// ```
#[derive(Clone, Default)]
pub struct ManifestFormat {
    keys: KeyCase,
    flat: bool,
    nameless: bool,
    custom: Option<Custom>,
}

type Custom = Arc<dyn Fn(&Manifest) -> Value + Send + Sync>;

impl ManifestFormat {
    /// `{"name", "controllers": {…}, "actions": {…}}` with camelCase keys.
    #[must_use]
    pub fn new() -> Self {
        Self::default()
    }

    /// The spelling of the modules' keys.
    #[must_use]
    pub fn keys(mut self, keys: KeyCase) -> Self {
        self.keys = keys;
        self
    }

    /// All modules side by side, without `controllers` and `actions` around them.
    #[must_use]
    pub fn flat(mut self) -> Self {
        self.flat = true;
        self
    }

    /// Leaves the integration's name out.
    #[must_use]
    pub fn without_name(mut self) -> Self {
        self.nameless = true;
        self
    }

    /// Any other shape.
    pub fn custom(format: impl Fn(&Manifest) -> Value + Send + Sync + 'static) -> Self {
        Self { custom: Some(Arc::new(format)), ..Self::default() }
    }

    pub(crate) fn apply(&self, manifest: &Manifest) -> Value {
        if let Some(custom) = &self.custom {
            return custom(manifest);
        }
        let spelt = |modules: &[ModuleFeatures]| -> Map<String, Value> {
            let entry = |module: &ModuleFeatures| {
                (self.keys.spell(module.module), Value::Object(module.features.clone()))
            };
            modules.iter().map(entry).collect()
        };
        let (mut controllers, actions) = (spelt(&manifest.controllers), spelt(&manifest.actions));
        let mut envelope = Map::new();
        if !self.nameless {
            envelope.insert("name".to_owned(), Value::String(manifest.name.clone()));
        }
        if self.flat {
            controllers.extend(actions);
            envelope.extend(controllers);
        } else {
            envelope.insert("controllers".to_owned(), Value::Object(controllers));
            envelope.insert("actions".to_owned(), Value::Object(actions));
        }
        Value::Object(envelope)
    }
}

impl fmt::Debug for ManifestFormat {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("ManifestFormat")
            .field("keys", &self.keys)
            .field("flat", &self.flat)
            .field("nameless", &self.nameless)
            .field("custom", &self.custom.is_some())
            .finish()
    }
}

impl KeyCase {
    fn spell(self, name: &str) -> String {
        let mut spelt = String::with_capacity(name.len() + 2);
        for (at, letter) in name.char_indices() {
            if self == Self::Kebab && at > 0 && letter.is_ascii_uppercase() {
                spelt.push('-');
            }
            let lower = match self {
                Self::Pascal => false,
                Self::Camel => at == 0,
                Self::Kebab => true,
            };
            spelt.push(if lower { letter.to_ascii_lowercase() } else { letter });
        }
        spelt
    }
}

/// The first 64 bits of a digest, as 16 hex digits: enough to see a change.
pub(crate) fn fingerprint(bytes: impl AsRef<[u8]>) -> String {
    let digest = Sha256::digest(bytes);
    digest.iter().take(8).fold(String::new(), |hex, byte| format!("{hex}{byte:02x}"))
}

/// `{"immediate": true, "end-of-period": false}`: every word, with whether it is declared.
pub(crate) fn choices<T: Word>(declared: &[T]) -> Value {
    let entry = |word: &T| (word.as_str().to_owned(), Value::Bool(declared.contains(word)));
    Value::Object(T::ALL.iter().map(entry).collect())
}

/// A module's features; `enabled` is true, since a module that is not implemented is left out.
pub(crate) fn features<const N: usize>(entries: [(&str, Value); N]) -> Map<String, Value> {
    let enabled = ("enabled".to_owned(), Value::Bool(true));
    let entries = entries.into_iter().map(|(key, value)| (key.to_owned(), value));
    std::iter::once(enabled).chain(entries).collect()
}

#[cfg(test)]
#[path = "../tests/manifest.rs"]
mod tests;
