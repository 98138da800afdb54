//! How the manifest is spelt: its envelope and its keys' letter case, which Churnkey's documentation does not settle
//! (protocol 3 and 9, U2).

use std::fmt;
use std::str::FromStr;
use std::sync::Arc;

use serde_json::{Map, Value, json};

use crate::module::manifest::{Manifest, ModuleFeatures};

/// How modules' names are spelt as keys of the manifest.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
#[non_exhaustive]
pub enum KeyCase {
    /// `applyCoupon`, like every other key of the protocol.
    #[default]
    Camel,
    /// `ApplyCoupon`, like the module names in Churnkey's TypeScript SDK.
    Pascal,
    /// `apply-coupon`, like the paths of the endpoints.
    Kebab,
    /// `apply_coupon`.
    Snake,
}

/// What surrounds the modules in the manifest.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
#[non_exhaustive]
pub enum ManifestShape {
    /// `{"name", "controllers": {…}, "actions": {…}}`
    #[default]
    Grouped,
    /// `{"name", "customers": {…}, …, "cancel": {…}, …}`: all modules side by side.
    Flat,
    /// `{"name", "features": {"controllers": {…}, "actions": {…}}}`
    UnderFeatures,
    /// `{"name", "modules": {"controllers": {…}, "actions": {…}}}`, like the configuration of the TypeScript SDK.
    UnderModules,
    /// `["customers.retrieve", "customers.list", …, "cancel.handle"]`: each endpoint, without features or the name.
    List,
}

/// How the manifest is spelt. Churnkey documents the contents of the five action objects but not what surrounds them,
/// so that is a setting ([protocol 3](crate::protocol#3-features-manifest) and
/// [9](crate::protocol#9-unknowns-and-recommended-tolerant-reading), U2). The default is the format that the protocol's
/// page recommends.
///
/// ```
/// # extern crate churnkey_runtime as churnkey;
/// use churnkey::{KeyCase, ManifestFormat, ManifestShape};
///
/// let like_the_sdk = ManifestFormat::new().keys(KeyCase::Pascal).shape(ManifestShape::UnderModules);
/// let flat = ManifestFormat::new().without_name().flat();
/// let anything = ManifestFormat::custom(|manifest| serde_json::json!({ "modules": manifest.actions.len() }));
/// # let _ = (like_the_sdk, flat, anything);
/// ```
///
/// It can be parsed from a text, as in the variable `CK_MANIFEST_FORMAT` and in `churnkey manifest --format`: a
/// spelling (`camelCase`, `PascalCase`, `kebab-case`, `snake_case`), a shape (`grouped`, `flat`, `features`, `modules`,
/// `list`) and `nameless`, all of them optional.
///
/// ```
/// # extern crate churnkey_runtime as churnkey;
/// use churnkey::ManifestFormat;
///
/// let format: ManifestFormat = "PascalCase modules".parse().unwrap();
/// assert_eq!(format.to_string(), "PascalCase modules");
/// assert!("UPPERCASE".parse::<ManifestFormat>().is_err());
/// ```
#[derive(Clone, Default)]
pub struct ManifestFormat {
    keys: KeyCase,
    shape: ManifestShape,
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

    /// Sets the spelling of the modules' keys.
    #[must_use]
    pub fn keys(mut self, keys: KeyCase) -> Self {
        self.keys = keys;
        self
    }

    /// Sets what surrounds the modules.
    #[must_use]
    pub fn shape(mut self, shape: ManifestShape) -> Self {
        self.shape = shape;
        self
    }

    /// Puts all modules side by side, without `controllers` and `actions` around them: [`ManifestShape::Flat`].
    #[must_use]
    pub fn flat(self) -> Self {
        self.shape(ManifestShape::Flat)
    }

    /// Leaves the integration's name out.
    #[must_use]
    pub fn without_name(mut self) -> Self {
        self.nameless = true;
        self
    }

    /// Any other format.
    pub fn custom(format: impl Fn(&Manifest) -> Value + Send + Sync + 'static) -> Self {
        Self { custom: Some(Arc::new(format)), ..Self::default() }
    }

    /// Every spelling in every shape, with the name.
    pub fn all() -> impl Iterator<Item = Self> {
        let formats = |shape: ManifestShape| {
            KeyCase::ALL.iter().map(move |keys| Self::new().keys(*keys).shape(shape))
        };
        ManifestShape::ALL.iter().copied().flat_map(formats)
    }

    /// The manifest in this format.
    ///
    /// ```
    /// # extern crate churnkey_runtime as churnkey;
    /// use churnkey::serde_json::{Map, json};
    /// use churnkey::{KeyCase, Manifest, ManifestFormat, Module, ModuleFeatures};
    ///
    /// let manifest = Manifest::of("Acme", [ModuleFeatures::new(Module::ApplyCoupon, Map::new())]);
    /// let format = ManifestFormat::new().keys(KeyCase::Snake).flat();
    /// assert_eq!(format.apply(&manifest), json!({ "name": "Acme", "apply_coupon": {} }));
    /// ```
    #[must_use]
    pub fn apply(&self, manifest: &Manifest) -> Value {
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
        let mut under = |key: &str, groups: Value| {
            envelope.insert(key.to_owned(), groups);
        };
        match self.shape {
            ManifestShape::Grouped => {
                under("controllers", Value::Object(controllers));
                under("actions", Value::Object(actions));
            }
            ManifestShape::Flat => {
                controllers.extend(actions);
                envelope.extend(controllers);
            }
            ManifestShape::UnderFeatures => {
                under("features", json!({ "controllers": controllers, "actions": actions }));
            }
            ManifestShape::UnderModules => {
                under("modules", json!({ "controllers": controllers, "actions": actions }));
            }
            ManifestShape::List => return self.list(manifest),
        }
        Value::Object(envelope)
    }

    fn list(&self, manifest: &Manifest) -> Value {
        let modules = manifest.controllers.iter().chain(&manifest.actions);
        let endpoints = modules.flat_map(|module| {
            let name = self.keys.spell(module.module);
            let spelt = |endpoint: &String| {
                let words = endpoint.split('_').map(capitalized).collect::<String>();
                Value::String(format!("{name}.{}", self.keys.spell(&words)))
            };
            module.endpoints.iter().map(spelt).collect::<Vec<_>>()
        });
        Value::Array(endpoints.collect())
    }
}

/// The text for `CK_MANIFEST_FORMAT`, or `custom` for a function.
impl fmt::Display for ManifestFormat {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if self.custom.is_some() {
            return f.write_str("custom");
        }
        let nameless = if self.nameless { " nameless" } else { "" };
        write!(f, "{} {}{nameless}", self.keys.as_str(), self.shape.as_str())
    }
}

impl fmt::Debug for ManifestFormat {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "ManifestFormat({self})")
    }
}

impl FromStr for ManifestFormat {
    type Err = UnknownManifestFormat;

    /// Parses words separated by spaces, commas or `+`, in any letter case.
    fn from_str(text: &str) -> Result<Self, Self::Err> {
        let mut format = Self::new();
        let (mut keys, mut shape) = (false, false);
        let words =
            text.split(|letter: char| letter.is_whitespace() || matches!(letter, ',' | '+'));
        for word in words.filter(|word| !word.is_empty()) {
            let is = |known: &str| known.eq_ignore_ascii_case(word);
            let twice = if let Some(case) = KeyCase::ALL.iter().find(|case| is(case.as_str())) {
                format.keys = *case;
                std::mem::replace(&mut keys, true)
            } else if let Some(known) = ManifestShape::ALL.iter().find(|shape| is(shape.as_str())) {
                format.shape = *known;
                std::mem::replace(&mut shape, true)
            } else {
                let nameless = is(NAMELESS);
                std::mem::replace(&mut format.nameless, nameless) || !nameless
            };
            if twice {
                return Err(UnknownManifestFormat(word.to_owned()));
            }
        }
        Ok(format)
    }
}

const NAMELESS: &str = "nameless";

/// A word that is not a manifest format, or one word too many.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error(
    "`{0}` is not a manifest format, or is one word too many: write one of `camelCase`, `PascalCase`, `kebab-case` and \
     `snake_case`, and one of `grouped`, `flat`, `features`, `modules` and `list`; and `nameless` to leave the name out"
)]
pub struct UnknownManifestFormat(String);

impl KeyCase {
    /// All spellings, the default first.
    pub const ALL: &'static [Self] = &[Self::Camel, Self::Pascal, Self::Kebab, Self::Snake];

    /// Its name, spelt in its own case.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Camel => "camelCase",
            Self::Pascal => "PascalCase",
            Self::Kebab => "kebab-case",
            Self::Snake => "snake_case",
        }
    }

    /// Spells a name such as `ApplyCoupon`.
    fn spell(self, name: &str) -> String {
        let between = match self {
            Self::Camel | Self::Pascal => None,
            Self::Kebab => Some('-'),
            Self::Snake => Some('_'),
        };
        let mut spelt = String::with_capacity(name.len() + 2);
        for (at, letter) in name.char_indices() {
            if at > 0 && letter.is_ascii_uppercase() {
                spelt.extend(between);
            }
            let lower = match self {
                Self::Pascal => false,
                Self::Camel => at == 0,
                Self::Kebab | Self::Snake => true,
            };
            spelt.push(if lower { letter.to_ascii_lowercase() } else { letter });
        }
        spelt
    }
}

impl ManifestShape {
    /// All shapes, the default first.
    pub const ALL: &'static [Self] =
        &[Self::Grouped, Self::Flat, Self::UnderFeatures, Self::UnderModules, Self::List];

    /// Its name in `CK_MANIFEST_FORMAT`.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Grouped => "grouped",
            Self::Flat => "flat",
            Self::UnderFeatures => "features",
            Self::UnderModules => "modules",
            Self::List => "list",
        }
    }
}

fn capitalized(word: &str) -> String {
    let mut letters = word.chars();
    letters.next().map(|first| first.to_ascii_uppercase()).into_iter().chain(letters).collect()
}

#[cfg(test)]
#[path = "../tests/manifest_format.rs"]
mod tests;
