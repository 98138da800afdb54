//! What a merchant reads: the README's table, the attributes' documentation, and the protocol's page.

use std::collections::BTreeSet;

use serde_json::Value;

use super::spec::{self, Kind, Shape};
use super::{integration, registry};

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

#[test]
fn each_argument_is_documented() {
    let arguments =
        |module: &'static spec::Module| module.arguments.iter().map(move |it| (module, it));
    for (module, argument) in spec::MODULES.iter().flat_map(arguments) {
        let name = module.trait_name;
        let of = format!("the argument `{}` of {name}", argument.name);
        // A choice is written `type = …`, a list `schedules(…)`, a flag alone.
        let (written, words) = match argument.shape {
            Shape::Flag => (format!("`{}`", argument.name), &[][..]),
            Shape::List(list) => (format!("`{}(", argument.name), list.words),
            Shape::Choice(choice) => (format!("`{} = ", argument.name), choice.words),
        };
        let begin = match module.kind {
            Kind::Controller => "| `controller`".to_owned(),
            Kind::Action => format!("| `action({}", module.name),
        };
        let row = README.lines().find(|line| line.starts_with(&begin));
        let row = row.unwrap_or_else(|| panic!("README: no row that begins with {begin}"));
        assert!(row.contains(&written), "README: nothing of {of}");
        let documented = attribute_row(name);
        assert!(documented.contains(&written), "the attribute's documentation: nothing of {of}");
        assert!(FACADE.contains(&written), "src/lib.rs: no example of {of}");
        for word in words {
            assert!(row.contains(word), "README: nothing of `{word}`, {of}");
            let (alone, assigned) = (format!("`{word}`"), format!("`{} = {word}`", argument.name));
            let is_there = ATTRIBUTES.contains(&alone) || ATTRIBUTES.contains(&assigned);
            assert!(is_there, "the attribute's documentation: nothing of `{word}`, {of}");
        }
        let key = camel(argument.name);
        let (row, cell) = (format!("| {name} |"), format!("`{key}`"));
        let is_in_table =
            PROTOCOL.lines().any(|line| line.starts_with(&row) && line.contains(&cell));
        let is_choice = matches!(argument.shape, Shape::Choice(_));
        let is_assigned = is_choice && PROTOCOL.contains(&format!("`{key} = "));
        assert!(is_in_table || is_assigned, "docs/protocol.md: nothing of {of} as `{key}`");
    }
}

/// `allow_annual` as the manifest spells it, `allowAnnual`.
fn camel(name: &str) -> String {
    let mut is_upper = false;
    let letter = |letter: char| match std::mem::replace(&mut is_upper, letter == '_') {
        _ if letter == '_' => None,
        true => Some(letter.to_ascii_uppercase()),
        false => Some(letter),
    };
    name.chars().filter_map(letter).collect()
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
