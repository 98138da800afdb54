//! A document, and JSON checked against its schemas.

use std::collections::BTreeSet;

use churnkey::Integration;
use serde_json::{Map, Value, json};

pub(crate) struct Document(pub(crate) Value);

impl Document {
    pub(crate) fn of(integration: &Integration) -> Self {
        Self(integration.openapi().clone())
    }

    /// `GET /churnkey/customers/{id}`, each.
    pub(crate) fn operations(&self) -> BTreeSet<String> {
        let paths = self.0["paths"].as_object().unwrap().iter();
        let operations = paths.flat_map(|(path, methods)| {
            methods.as_object().unwrap().keys().map(move |method| (method, path))
        });
        operations.map(|(method, path)| format!("{} {path}", method.to_uppercase())).collect()
    }

    #[track_caller]
    pub(crate) fn operation(&self, method: &str, path: &str) -> &Value {
        let operation = &self.0["paths"][path][method.to_lowercase()];
        assert!(operation.is_object(), "no {method} {path}");
        operation
    }

    /// The schema of what an action takes.
    #[track_caller]
    pub(crate) fn body(&self, path: &str) -> &Value {
        &self.operation("post", path)["requestBody"]["content"]["application/json"]["schema"]
    }

    /// The schema of an answer; its reference, if it is one, is followed.
    #[track_caller]
    pub(crate) fn answer(&self, method: &str, path: &str, status: u16) -> &Value {
        let answer = &self.operation(method, path)["responses"][status.to_string()];
        let answer = match answer["$ref"].as_str() {
            Some(reference) => self.0.pointer(reference.strip_prefix('#').unwrap()).unwrap(),
            None => answer,
        };
        assert!(answer.is_object(), "{method} {path} does not describe {status}");
        &answer["content"]["application/json"]["schema"]
    }

    pub(crate) fn property(schema: &Value, key: &str) -> Value {
        schema["properties"][key].clone()
    }

    /// What a validator says against `value`.
    pub(crate) fn faults(&self, schema: &Value, value: &Value) -> Vec<String> {
        let whole = json!({ "components": self.0["components"], "allOf": [schema] });
        let validator = jsonschema::draft202012::options().should_validate_formats(true);
        let validator = validator.build(&whole).unwrap();
        let faults = validator.iter_errors(value);
        faults.map(|fault| format!("{}: {fault}", fault.instance_path())).collect()
    }

    #[track_caller]
    pub(crate) fn holds(&self, schema: &Value, value: &Value) {
        assert_eq!(self.faults(schema, value), [""; 0], "{value:#} against {schema:#}");
    }

    /// All names of properties that the models have.
    pub(crate) fn names(&self) -> BTreeSet<String> {
        fn collect(value: &Value, into: &mut BTreeSet<String>) {
            if let Value::Object(object) = value {
                let names = object.get("properties").and_then(Value::as_object);
                into.extend(names.into_iter().flat_map(Map::keys).cloned());
            }
            let parts: Vec<_> = match value {
                Value::Object(object) => object.values().collect(),
                Value::Array(items) => items.iter().collect(),
                _ => Vec::new(),
            };
            for part in parts {
                collect(part, into);
            }
        }
        let mut names = BTreeSet::new();
        collect(&self.0["components"]["schemas"], &mut names);
        names
    }
}
