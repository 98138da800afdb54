//! What an integration announces, read whatever its envelope is: Churnkey's pages do not settle that (protocol 9, U2).

use std::collections::BTreeMap;

use serde_json::{Map, Value};

/// A module as the verifier knows it.
pub(crate) struct Module {
    /// Churnkey's name.
    pub(crate) name: &'static str,
    /// What it cannot be without (protocol 1).
    pub(crate) needs: &'static [&'static str],
    /// Its features that are true or false.
    pub(crate) flags: &'static [&'static str],
}

pub(crate) const REQUIRED: [&str; 3] = ["Customers", "Prices", "Subscriptions"];

const fn module(
    name: &'static str,
    needs: &'static [&'static str],
    flags: &'static [&'static str],
) -> Module {
    Module { name, needs, flags }
}

pub(crate) const MODULES: &[Module] = &[
    module("Customers", &[], &["enabled", "list", "findByEmail", "findByPhone"]),
    module("Prices", &[], &["enabled"]),
    module("Subscriptions", &["Customers", "Prices"], &["enabled", "list"]),
    module("Coupons", &[], &["enabled"]),
    module("Products", &[], &["enabled"]),
    module("Families", &[], &["enabled"]),
    module("Cancel", &["Subscriptions"], &["enabled", "handleAll", "unpause"]),
    module("Pause", &["Subscriptions", "Cancel"], &["enabled", "handleAll", "allowAnnual"]),
    module("ApplyCoupon", &["Subscriptions", "Coupons", "Cancel"], &["enabled"]),
    module("ChangePrice", &["Subscriptions", "Prices", "Cancel"], &["enabled", "prorate"]),
    module("ExtendTrial", &["Subscriptions", "Cancel"], &["enabled", "multiple"]),
];

/// The endpoints of the actions: module, whether it is the one for all subscriptions of a customer, and path.
pub(crate) const ACTIONS: [(&str, bool, &str); 7] = [
    ("Cancel", false, "/actions/subscription/cancel"),
    ("Cancel", true, "/actions/customer/cancel"),
    ("Pause", false, "/actions/subscription/pause"),
    ("Pause", true, "/actions/customer/pause"),
    ("ApplyCoupon", false, "/actions/subscription/apply-coupon"),
    ("ChangePrice", false, "/actions/subscription/change-price"),
    ("ExtendTrial", false, "/actions/subscription/extend-trial"),
];

/// The announced modules and their features.
#[derive(Debug, Clone, Default)]
pub(crate) struct Announced {
    modules: BTreeMap<&'static str, Map<String, Value>>,
    /// Nothing was read: what is there has to be found out by asking.
    pub(crate) unknown: bool,
}

impl Announced {
    pub(crate) fn unknown() -> Self {
        Self { unknown: true, ..Self::default() }
    }

    /// `None` when it is no object, or none of a module's names is in it.
    pub(crate) fn read(manifest: &Value) -> Option<Self> {
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

    pub(crate) fn has(&self, module: &str) -> bool {
        self.modules.contains_key(module)
    }

    pub(crate) fn insert(&mut self, module: &'static str) {
        self.modules.insert(module, Map::new());
    }

    pub(crate) fn feature(&self, module: &str, key: &str) -> Option<&Value> {
        self.modules.get(module)?.get(key)
    }

    pub(crate) fn flag(&self, module: &str, key: &str) -> Option<bool> {
        self.feature(module, key)?.as_bool()
    }

    /// The words of a list such as `schedules` that are announced.
    pub(crate) fn words(&self, module: &str, key: &str) -> Vec<String> {
        let Some(Value::Object(words)) = self.feature(module, key) else { return Vec::new() };
        words.iter().filter(|(_, on)| **on == true).map(|(word, _)| word.clone()).collect()
    }
}

/// A name without what the spellings differ in: `applyCoupon`, `ApplyCoupon`, `apply-coupon`.
fn plain(name: &str) -> String {
    name.chars()
        .filter(char::is_ascii_alphanumeric)
        .map(|letter| letter.to_ascii_lowercase())
        .collect()
}
