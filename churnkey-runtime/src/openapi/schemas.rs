//! The models' schemas as sent, derived from their types.

use schemars::generate::SchemaSettings;
use schemars::transform::RecursiveTransform;
use schemars::{Schema, SchemaGenerator};
use serde_json::Value;

pub(crate) fn generator() -> SchemaGenerator {
    let settings = SchemaSettings::draft2020_12().for_serialize().with(|settings| {
        settings.definitions_path = "/components/schemas".into();
        settings.meta_schema = None;
    });
    settings.with_transform(RecursiveTransform(as_sent)).into_generator()
}

/// Removes what only Rust needs, and what is never sent.
fn as_sent(schema: &mut Schema) {
    let Some(schema) = schema.as_object_mut() else { return };
    // An absent value is left out, never `null` (protocol 2.9).
    if let Some(Value::Array(types)) = schema.get_mut("type") {
        types.retain(|kind| kind != "null");
        if let [one] = types.as_slice() {
            let one = one.clone();
            schema.insert("type".to_owned(), one);
        }
    }
    if let Some(Value::Array(either)) = schema.get_mut("anyOf") {
        either.retain(|schema| schema.get("type").is_none_or(|kind| kind != "null"));
        if let [Value::Object(one)] = either.as_slice() {
            let one = one.clone();
            schema.remove("anyOf");
            schema.extend(one);
        }
    }
    // Receivers of the model need not know how an absent key is read.
    schema.remove("default");
    // `int64` and the like are not formats of JSON Schema.
    if schema.get("type").is_some_and(|kind| kind == "integer") {
        schema.remove("format");
    }
    if let Some(Value::String(description)) = schema.get_mut("description") {
        *description = prose(description);
    }
}

/// The schema of an action's body. Its descriptions are the documentation of the options' fields.
pub(super) fn with_prose(mut body: Value) -> Value {
    if let Some(Value::Object(properties)) = body.get_mut("properties") {
        for property in properties.values_mut() {
            if let Some(Value::String(description)) = property.get_mut("description") {
                *description = prose(description);
            }
        }
    }
    body
}

/// The documentation without Rust: the part before the first example, with links as plain text.
fn prose(documentation: &str) -> String {
    let text = documentation.split("```").next().unwrap_or_default();
    let text = text.split("\n\n").next().unwrap_or_default().replace('\n', " ");
    let mut plain = String::with_capacity(text.len());
    let mut rest = text.as_str();
    while let Some((before, after)) = rest.split_once('[') {
        plain.push_str(before);
        let Some((link, after)) = after.split_once(']') else { break };
        plain.push_str(link);
        rest = match after.strip_prefix('(').and_then(|target| target.split_once(')')) {
            Some((_, after)) => after,
            None => after,
        };
    }
    plain.push_str(rest);
    // References to sections of our own documentation mean nothing to readers of the document.
    while let Some((before, (_, after))) = plain
        .split_once(" (protocol ")
        .and_then(|(before, rest)| Some((before, rest.split_once(')')?)))
    {
        plain = format!("{before}{after}");
    }
    plain.trim().to_owned()
}
