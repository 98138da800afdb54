//! The table of modules and the models' tables of fields, compared with the runtime's registry.

use std::collections::{BTreeMap, BTreeSet};

use churnkey_runtime::Integration;
use proptest::prelude::*;
use proptest::strategy::ValueTree as _;
use proptest::test_runner::TestRunner;
use serde::Serialize;
use serde_json::Value;

use super::super::any;
use super::{assert_same, integration, registry};
use crate::fields::{Shape, Type};
use crate::module::{Feature, Role};
use crate::protocol::{self, MODULES};

#[test]
fn each_endpoint_of_the_registry_is_in_the_table_of_modules() {
    let registered: BTreeSet<_> = registry::endpoints(&integration())
        .into_iter()
        .map(|it| format!("{}: {} {}", it.module, it.verb, it.pattern))
        .collect();
    let mut known = BTreeSet::new();
    for module in MODULES {
        let mut add = |verb: &str, path: &str| {
            known.insert(format!("{}: {verb} {path}", module.name));
        };
        match &module.role {
            Role::Controller(controller) => {
                add("GET", controller.retrieve);
                add("GET", controller.list);
                controller.finds.iter().for_each(|find| add("GET", find.path));
            }
            Role::Action(action) => action.paths().for_each(|(path, _)| add("POST", path)),
        }
    }
    assert_same(("the registry", registered), ("the table of modules", known));
}

/// Feature and word of each module, such as `Pause.durations.date`.
#[test]
fn each_feature_of_the_manifest_is_in_the_table_of_modules() {
    let integration = integration();
    for module in MODULES {
        let mut known = BTreeSet::from(["enabled".to_owned()]);
        for feature in module.features {
            match feature {
                Feature::Flag(key) | Feature::Word(key, _) => drop(known.insert((*key).to_owned())),
                Feature::Choice(choice) => {
                    known.extend(choice.words.iter().map(|word| format!("{}.{word}", choice.key)));
                }
            }
        }
        let announced = features(&integration, module.name, |_| true);
        let name = format!("the table of modules ({})", module.name);
        assert_same(("the manifest", announced), (&name, known));
    }
}

/// The features of a module that are not false: keys, and keys with their words.
pub(super) fn declared(integration: &Integration, module: &str) -> BTreeSet<String> {
    features(integration, module, |value| *value != false)
}

/// The features of a module, or those of them whose value is wanted.
fn features(
    integration: &Integration,
    module: &str,
    is_wanted: impl Fn(&Value) -> bool,
) -> BTreeSet<String> {
    let manifest = integration.manifest();
    let modules = ["controllers", "actions"].map(|group| manifest[group].as_object().unwrap());
    let camel = format!("{}{}", module[..1].to_lowercase(), &module[1..]);
    let features = modules.iter().find_map(|group| group.get(&camel));
    let features =
        features.unwrap_or_else(|| panic!("{module} is not in the manifest")).as_object();
    let feature = |(key, value): (&String, &Value)| match value {
        Value::Object(words) => {
            let words = words.iter().filter(|(_, value)| is_wanted(value));
            words.map(|(word, _)| format!("{key}.{word}")).collect()
        }
        _ => Vec::from_iter(is_wanted(value).then(|| key.clone())),
    };
    features.unwrap().iter().flat_map(feature).collect()
}

/// Paths such as `items[].price.amount.tiers[].upTo`, each with the words that may stand there.
type Fields = BTreeMap<String, BTreeSet<String>>;

#[test]
fn each_field_of_a_model_is_in_its_table_with_its_words() {
    let integration = integration();
    let endpoints = registry::endpoints(&integration);
    for (module, controller) in protocol::controllers() {
        let retrieve =
            endpoints.iter().find(|it| it.module == module.name && it.method == "retrieve");
        let schema = retrieve.unwrap().answer.as_ref().unwrap();
        let (mut sent, mut known) = (Fields::new(), Fields::new());
        of_schema(integration.openapi(), schema, "", &mut sent);
        of_shape(controller.shape, "", &mut known);
        let pairs = |fields: Fields| {
            let words = |(path, words): (String, BTreeSet<String>)| {
                let alone = std::iter::once((path.clone(), String::new()));
                alone.chain(words.into_iter().map(move |word| (path.clone(), word)))
            };
            fields.into_iter().flat_map(words).collect()
        };
        let name = format!("the verifier's table of fields ({})", module.name);
        assert_same(("the runtime's model", pairs(sent)), (&name, pairs(known)));
    }
}

fn of_schema(document: &Value, schema: &Value, path: &str, fields: &mut Fields) {
    if let Some(reference) = schema.get("$ref").and_then(Value::as_str) {
        let target = document.pointer(reference.trim_start_matches('#')).unwrap();
        of_schema(document, target, path, fields);
    }
    let words = schema.get("const").into_iter();
    let words = words.chain(schema.get("enum").and_then(Value::as_array).into_iter().flatten());
    for word in words.filter_map(Value::as_str) {
        fields.entry(path.to_owned()).or_default().insert(word.to_owned());
    }
    for key in ["oneOf", "anyOf", "allOf"] {
        for part in schema.get(key).and_then(Value::as_array).into_iter().flatten() {
            of_schema(document, part, path, fields);
        }
    }
    if let Some(items) = schema.get("items") {
        of_schema(document, items, &format!("{path}[]"), fields);
    }
    for (key, property) in schema.get("properties").and_then(Value::as_object).into_iter().flatten()
    {
        let path = below(path, key);
        fields.entry(path.clone()).or_default();
        of_schema(document, property, &path, fields);
    }
}

fn of_shape(shape: &Shape, path: &str, fields: &mut Fields) {
    for field in shape.fields {
        let path = below(path, field.key);
        fields.entry(path.clone()).or_default();
        match &field.of {
            Type::Of(shape) => of_shape(shape, &path, fields),
            Type::ListOf(shape) => of_shape(shape, &format!("{path}[]"), fields),
            Type::Word(words) => {
                let words = words.iter().map(|word| (*word).to_owned());
                fields.entry(path).or_default().extend(words);
            }
            Type::Tagged(tag, shapes) => {
                for (word, shape) in *shapes {
                    of_shape(shape, &path, fields);
                    fields.entry(below(&path, tag)).or_default().insert((*word).to_owned());
                }
            }
            _ => {}
        }
    }
}

fn below(path: &str, key: &str) -> String {
    if path.is_empty() { key.to_owned() } else { format!("{path}.{key}") }
}

/// A field that no generator sets would not be covered by the round trips.
#[test]
fn each_field_of_a_model_is_set_by_its_generator() {
    let integration = integration();
    let endpoints = registry::endpoints(&integration);
    let missing = |module: &str, set: &BTreeSet<String>| {
        let retrieve = endpoints.iter().find(|it| it.module == module && it.method == "retrieve");
        let mut sent = Fields::new();
        let schema = retrieve.unwrap().answer.as_ref().unwrap();
        of_schema(integration.openapi(), schema, "", &mut sent);
        let missing: Vec<_> = sent.into_keys().filter(|path| !set.contains(path)).collect();
        assert_eq!(missing, [""; 0], "{module} in any.rs");
    };
    missing("Customers", &set(any::customer()));
    missing("Prices", &set(any::price()));
    missing("Subscriptions", &set(any::subscription()));
    missing("Coupons", &set(any::coupon()));
    missing("Products", &set(any::product()));
    missing("Families", &set(any::family()));
    assert_eq!(protocol::controllers().count(), 6, "a generator for each model");
}

/// The fields that are set in one of many values.
fn set<M: Serialize>(models: impl Strategy<Value = M>) -> BTreeSet<String> {
    let mut runner = TestRunner::deterministic();
    let mut paths = BTreeSet::new();
    for _ in 0..400 {
        let model = models.new_tree(&mut runner).unwrap().current();
        if let Ok(json) = serde_json::to_value(&model) {
            of_value(&json, "", &mut paths);
        }
    }
    paths
}

fn of_value(json: &Value, path: &str, paths: &mut BTreeSet<String>) {
    match json {
        Value::Object(object) => {
            for (key, value) in object {
                let path = below(path, key);
                paths.insert(path.clone());
                of_value(value, &path, paths);
            }
        }
        Value::Array(items) => {
            for item in items {
                of_value(item, &format!("{path}[]"), paths);
            }
        }
        _ => {}
    }
}
