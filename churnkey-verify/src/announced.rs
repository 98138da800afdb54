//! What an integration announces, whatever the form of its manifest: Churnkey's pages do not settle that (protocol 9,
//! U2).

use std::collections::BTreeMap;

use serde_json::{Map, Value};

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
    /// No manifest was read, so which modules exist has to be found out by asking.
    pub(crate) unknown: bool,
}

impl Announced {
    pub(crate) fn unknown() -> Self {
        Self { unknown: true, ..Self::default() }
    }

    /// Reads a manifest. `None` when it is not an object, or contains no module's name.
    ///
    /// Modules are found side by side or in groups such as `controllers` and `actions`, as `applyCoupon`, `ApplyCoupon` or
    /// `apply-coupon`.
    #[must_use]
    pub fn read(manifest: &Value) -> Option<Self> {
        let mut announced = Self::default();
        announced.add(manifest.as_object()?, 0);
        (!announced.modules.is_empty()).then_some(announced)
    }

    fn add(&mut self, object: &Map<String, Value>, depth: usize) {
        for (key, value) in object {
            let spelt = plain(key);
            if let Some(module) = MODULES.iter().find(|module| plain(module.name) == spelt) {
                let features = match value {
                    Value::Object(features) => features.clone(),
                    Value::Bool(false) | Value::Null => continue,
                    _ => Map::new(),
                };
                if features.get("enabled") != Some(&Value::Bool(false)) {
                    self.modules.insert(module.name, features);
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

    /// A feature of a module as it is announced, such as `type` of `Prices`.
    #[must_use]
    pub fn feature(&self, module: &str, key: &str) -> Option<&Value> {
        self.modules.get(module)?.get(key)
    }

    /// A feature that is true or false. `None` when it is not announced, or is something else.
    #[must_use]
    pub fn flag(&self, module: &str, key: &str) -> Option<bool> {
        self.feature(module, key)?.as_bool()
    }

    /// The words of a choice such as `schedules` that are announced.
    #[must_use]
    pub fn words(&self, module: &str, key: &str) -> Vec<String> {
        let Some(Value::Object(words)) = self.feature(module, key) else { return Vec::new() };
        words.iter().filter(|(_, on)| **on == true).map(|(word, _)| word.clone()).collect()
    }
}

/// A name in lower case and without separators, so that all spellings are equal.
fn plain(name: &str) -> String {
    name.chars()
        .filter(char::is_ascii_alphanumeric)
        .map(|letter| letter.to_ascii_lowercase())
        .collect()
}
