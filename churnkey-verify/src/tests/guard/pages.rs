//! What a merchant reads: the README's table, the attributes' documentation, and the page of the protocol.

use std::collections::BTreeSet;

use serde_json::Value;

use super::{integration, registry, table};
use crate::protocol::{MODULES, Role};

const README: &str = include_str!("../../../../README.md");
const ATTRIBUTES: &str = include_str!("../../../../churnkey-macros/src/lib.rs");
const FACADE: &str = include_str!("../../../../src/lib.rs");
const PROTOCOL: &str = include_str!("../../../../docs/protocol.md");

#[test]
fn each_module_and_method_has_its_row_and_its_documentation() {
    for endpoint in registry::endpoints(&integration()) {
        let registry::Endpoint { module, method, verb, pattern, .. } = &endpoint;
        let of = format!("{module}::{method}, {verb} {pattern}");
        assert!(README.contains(&format!("| **{module}**")), "README: no row for {module}");
        let (call, path) = (format!("`{method}("), format!("`{verb} {pattern}`"));
        let has_row = README
            .lines()
            .any(|line| line.starts_with('|') && line.contains(&call) && line.contains(&path));
        assert!(has_row, "README: no row for {of}");
        let row = attribute_row(module);
        assert!(row.contains(&call), "the attribute's documentation: nothing of {of}");
        // A list is documented with its query.
        let on_page = format!("`{verb} /churnkey{pattern}");
        let ends = |rest: &str| rest.starts_with(['`', '?']);
        let is_on_page = PROTOCOL.split(&on_page).skip(1).any(ends);
        assert!(is_on_page, "docs/protocol.md: nothing of {of}");
    }
}

/// The module's row in the table of its attribute, which begins with the trait or the first word of `action(…)`.
fn attribute_row(module: &str) -> &'static str {
    let begins = [
        format!("/// | `{module}` |"),
        format!("/// | `{}` | `{module}` |", registry::snake(module)),
    ];
    let mut rows = ATTRIBUTES.lines();
    let row = rows.find(|line| begins.iter().any(|begin| line.starts_with(begin)));
    row.unwrap_or_else(|| panic!("churnkey-macros/src/lib.rs: no row for {module}"))
}

/// An argument is what a module announces beside its optional methods.
fn arguments() -> Vec<(&'static str, String, BTreeSet<String>)> {
    let integration = integration();
    let endpoints = registry::endpoints(&integration);
    let mut arguments = Vec::new();
    for module in MODULES {
        let features = table::features(&integration, module.name);
        let keys: BTreeSet<_> =
            features.iter().map(|feature| feature.split('.').next().unwrap()).collect();
        for key in keys {
            let is_method = |it: &registry::Endpoint| {
                it.module == module.name && it.method == registry::snake(key)
            };
            if key == "enabled" || endpoints.iter().any(is_method) {
                continue;
            }
            let prefix = format!("{key}.");
            let words = features.iter().filter_map(|feature| feature.strip_prefix(&prefix));
            arguments.push((module.name, key.to_owned(), words.map(registry::snake).collect()));
        }
    }
    arguments
}

#[test]
fn each_argument_is_documented() {
    let arguments = arguments();
    assert!(arguments.len() > 8, "{arguments:?}");
    for (module, key, words) in arguments {
        let argument = registry::snake(&key);
        let of = format!("the argument `{argument}` of {module}");
        // A controller's is written `type = …`, an action's with its words in brackets or alone.
        let is_written = |text: &str| {
            ["(", "`", " ="].iter().any(|end| text.contains(&format!("`{argument}{end}")))
        };
        let is_controller =
            MODULES.iter().any(|it| it.name == module && matches!(it.role, Role::Controller(_)));
        let attribute = if is_controller {
            "`controller`".to_owned()
        } else {
            format!("`action({}", registry::snake(module))
        };
        let row = README.lines().find(|line| line.starts_with(&format!("| {attribute}")));
        let row = row.unwrap_or_else(|| panic!("README: no row for {attribute}"));
        assert!(is_written(row), "README: nothing of {of}");
        assert!(
            is_written(attribute_row(module)),
            "the attribute's documentation: nothing of {of}"
        );
        assert!(is_written(FACADE), "src/lib.rs: no example of {of}");
        for word in &words {
            assert!(row.contains(word), "README: nothing of `{word}` of {of}");
            assert!(
                ATTRIBUTES.contains(&format!("`{word}`")),
                "the attribute's documentation: nothing of `{word}` of {of}"
            );
        }
        let in_table = format!("| {module} | `{key}`");
        let is_on_page = PROTOCOL.contains(&in_table) || PROTOCOL.contains(&format!("`{key} = "));
        assert!(is_on_page || key == "unpause", "docs/protocol.md: nothing of {of}");
    }
}

#[test]
fn each_key_of_a_body_and_each_field_of_a_model_is_on_the_page_of_the_protocol() {
    let integration = integration();
    let words = |from: &str, to: &str| -> BTreeSet<&str> {
        let section = PROTOCOL.split(from).nth(1).unwrap().split(to).next().unwrap();
        section.split(|letter: char| !letter.is_ascii_alphanumeric()).collect()
    };
    let (models, actions) = (words("\n## 4.", "\n## 5."), words("\n## 6.", "\n## 7."));
    for endpoint in registry::endpoints(&integration) {
        for key in
            endpoint.body.iter().flat_map(|body| body["properties"].as_object().unwrap().keys())
        {
            assert!(actions.contains(key.as_str()), "docs/protocol.md, 6: nothing of `{key}`");
        }
    }
    let schemas = integration.openapi()["components"]["schemas"].as_object().unwrap();
    for (name, schema) in
        schemas.iter().filter(|(name, _)| !name.ends_with("Page") && *name != "Error")
    {
        for key in keys(schema) {
            assert!(
                models.contains(key.as_str()),
                "docs/protocol.md, 4: nothing of {name}'s `{key}`"
            );
        }
    }
}

fn keys(schema: &Value) -> Vec<String> {
    let own =
        schema.get("properties").and_then(Value::as_object).into_iter().flat_map(|it| it.keys());
    let parts = schema.get("oneOf").and_then(Value::as_array).into_iter().flatten();
    own.cloned().chain(parts.flat_map(keys)).collect()
}
