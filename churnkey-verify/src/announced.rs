//! What an integration announces, whatever the format of its manifest, which Churnkey's documentation does not settle
//! (protocol 9, U2).

use std::collections::BTreeMap;

use churnkey_runtime::{Manifest, ManifestFormat, ModuleFeatures};
use serde_json::{Map, Value, json};

use crate::protocol::MODULES;

/// The announced modules and their features, read from a manifest. Modules are known by Churnkey's names.
///
/// ```
/// use churnkey_verify::Announced;
/// use serde_json::json;
///
/// let manifest = json!({ "Pause": { "startDates": { "immediate": true, "end-of-period": false }, "allowAnnual": true } });
/// let announced = Announced::read(&manifest).unwrap();
/// assert!(announced.has("Pause") && !announced.has("Cancel"));
/// assert_eq!(announced.words("Pause", "startDates"), ["immediate"]);
/// assert_eq!(announced.flag("Pause", "allowAnnual"), Some(true));
/// ```
#[derive(Debug, Clone, Default)]
pub struct Announced {
    modules: BTreeMap<&'static str, Map<String, Value>>,
    /// No manifest was read, so only requests can show which modules exist.
    pub(crate) unknown: bool,
    /// The manifest was a list of endpoints, which contains no words.
    pub(crate) is_list: bool,
}

impl Announced {
    pub(crate) fn unknown() -> Self {
        Self { unknown: true, ..Self::default() }
    }

    /// Reads a manifest. `None` if it is neither an object nor a list, or contains no module's name.
    ///
    /// Modules may be side by side or in groups such as `controllers` and `actions`, as `applyCoupon`, `ApplyCoupon`,
    /// `apply-coupon` or `apply_coupon`. In a list such as `["customers.retrieve", "cancel.handle"]`, each endpoint
    /// stands for the feature that announces it.
    #[must_use]
    pub fn read(manifest: &Value) -> Option<Self> {
        let mut announced = Self::default();
        match manifest {
            Value::Array(endpoints) => {
                announced.is_list = true;
                endpoints.iter().filter_map(Value::as_str).for_each(|text| announced.list(text));
            }
            manifest => announced.add(manifest.as_object()?, 0),
        }
        (!announced.modules.is_empty()).then_some(announced)
    }

    /// Adds an entry of a list, such as `customers.findByEmail`.
    fn list(&mut self, text: &str) {
        let (module, endpoint) = text.split_once('.').unwrap_or((text, ""));
        let Some(module) = named(module) else { return };
        let features = self.modules.entry(module).or_default();
        let flags = ["list", "findByEmail", "findByPhone", "handleAll"];
        let flag = flags.iter().find(|flag| plain(flag) == plain(endpoint));
        features.extend(flag.map(|flag| ((*flag).to_owned(), Value::Bool(true))));
    }

    fn add(&mut self, object: &Map<String, Value>, depth: usize) {
        for (key, value) in object {
            if let Some(module) = named(key) {
                let features = match value {
                    Value::Object(features) => features.clone(),
                    Value::Bool(false) | Value::Null => continue,
                    _ => Map::new(),
                };
                if features.get("enabled") != Some(&Value::Bool(false)) {
                    self.modules.insert(module, features);
                }
            } else if let Value::Object(inner) = value
                && depth < 2
            {
                self.add(inner, depth + 1);
            }
        }
    }

    /// Whether a module is announced, such as `ApplyCoupon`.
    #[must_use]
    pub fn has(&self, module: &str) -> bool {
        self.modules.contains_key(module)
    }

    pub(crate) fn insert(&mut self, module: &'static str) {
        self.modules.insert(module, Map::new());
    }

    /// The manifest, to be spelt in another [`ManifestFormat`](churnkey_runtime::ManifestFormat).
    ///
    /// ```
    /// use churnkey_runtime::ManifestFormat;
    /// use churnkey_verify::Announced;
    /// use serde_json::json;
    ///
    /// let announced = Announced::read(&json!({ "ApplyCoupon": {} })).unwrap();
    /// let format: ManifestFormat = "snake_case flat".parse().unwrap();
    /// assert_eq!(format.apply(&announced.manifest("Acme")), json!({ "name": "Acme", "apply_coupon": {} }));
    /// ```
    #[must_use]
    pub fn manifest(&self, name: impl Into<String>) -> Manifest {
        let modules = churnkey_runtime::Module::ALL.iter().filter_map(|module| {
            let features = self.modules.get(module.name())?.clone();
            Some(ModuleFeatures::new(*module, features))
        });
        Manifest::of(name, modules)
    }

    /// Whether the manifest that this was [read](Self::read) from has its modules in this format, in place and
    /// spelling. Anything else in it makes no difference.
    ///
    /// ```
    /// use churnkey_runtime::ManifestFormat;
    /// use churnkey_verify::Announced;
    /// use serde_json::json;
    ///
    /// let manifest = json!({ "name": "Acme", "actions": { "ApplyCoupon": { "enabled": true } } });
    /// let announced = Announced::read(&manifest).unwrap();
    /// assert!(announced.is_in(&manifest, &"PascalCase".parse().unwrap()));
    /// assert!(!announced.is_in(&manifest, &"camelCase".parse().unwrap()));
    /// ```
    #[must_use]
    pub fn is_in(&self, manifest: &Value, format: &ManifestFormat) -> bool {
        let name = manifest.get("name").and_then(Value::as_str).unwrap_or_default();
        is_part(&format.apply(&self.manifest(name)), manifest)
    }

    /// A feature of a module as it is announced, such as `type` of `Prices`.
    #[must_use]
    pub fn feature(&self, module: &str, key: &str) -> Option<&Value> {
        self.modules.get(module)?.get(key)
    }

    /// A feature that is true or false. `None` if it is not announced, or is something else.
    #[must_use]
    pub fn flag(&self, module: &str, key: &str) -> Option<bool> {
        self.feature(module, key)?.as_bool()
    }

    /// The announced words of a choice such as `schedules`.
    #[must_use]
    pub fn words(&self, module: &str, key: &str) -> Vec<String> {
        let Some(Value::Object(words)) = self.feature(module, key) else { return Vec::new() };
        words.iter().filter(|(_, on)| **on == true).map(|(word, _)| word.clone()).collect()
    }
}

/// Churnkey's name for a module, however it is spelt.
fn named(text: &str) -> Option<&'static str> {
    let spelt = plain(text);
    let module = MODULES.iter().find(|module| plain(module.name) == spelt)?;
    Some(module.name)
}

/// Whether everything expected is present. An empty group and the name may be absent.
fn is_part(expected: &Value, found: &Value) -> bool {
    match (expected, found) {
        (Value::Object(expected), Value::Object(found)) => {
            expected.iter().all(|(key, value)| match found.get(key) {
                Some(found) => is_part(value, found),
                None => *value == json!({}) || *value == "",
            })
        }
        (Value::Array(expected), Value::Array(found)) => {
            let module = |value: &Value| {
                value.as_str().map(|text| text.split('.').next().unwrap_or(text).to_owned())
            };
            expected
                .iter()
                .map(module)
                .all(|one| found.iter().map(module).any(|other| other == one))
        }
        // `true` may announce a module without features.
        (Value::Object(expected), Value::Bool(true)) => expected.is_empty(),
        (expected, found) => expected == found,
    }
}

/// A name in lower case and without separators, so that all spellings are equal.
fn plain(name: &str) -> String {
    name.chars()
        .filter(char::is_ascii_alphanumeric)
        .map(|letter| letter.to_ascii_lowercase())
        .collect()
}
