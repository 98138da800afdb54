//! What the registry of a merchant has: modules, methods, endpoints, the keys of bodies, and the models. It is read
//! from the OpenAPI document, which the runtime makes from its registry and the models' types.

use churnkey_runtime::Integration;
use serde_json::Value;

/// One method of one module.
#[derive(Debug)]
pub(super) struct Endpoint {
    /// `ApplyCoupon`.
    pub(super) module: String,
    /// `handle_all`.
    pub(super) method: String,
    /// `GET` or `POST`.
    pub(super) verb: String,
    /// `/customers/:id`.
    pub(super) pattern: String,
    /// The schema of its body.
    pub(super) body: Option<Value>,
    /// The schema of its answer.
    pub(super) answer: Option<Value>,
}

pub(super) fn endpoints(integration: &Integration) -> Vec<Endpoint> {
    let document = integration.openapi();
    let mut endpoints = Vec::new();
    for (path, operations) in document["paths"].as_object().unwrap() {
        for (verb, operation) in operations.as_object().unwrap() {
            let module = operation["tags"][0].as_str().unwrap().to_owned();
            let Some(path) = path.strip_prefix("/churnkey").filter(|_| module != "Features") else {
                continue;
            };
            let content = |part: &Value| part.pointer("/content/application~1json/schema").cloned();
            endpoints.push(Endpoint {
                method: method(operation["operationId"].as_str().unwrap(), &module),
                verb: verb.to_uppercase(),
                pattern: path.replace('{', ":").replace('}', ""),
                body: content(&operation["requestBody"]),
                answer: content(&operation["responses"]["200"]),
                module,
            });
        }
    }
    endpoints
}

/// `customersFindByEmail` of `Customers` is `find_by_email`.
fn method(operation: &str, module: &str) -> String {
    snake(&operation[module.len()..])
}

/// `handleAll` as `handle_all`, and `end-of-period` as `end_of_period`.
pub(super) fn snake(name: &str) -> String {
    let mut snake = String::new();
    for letter in name.chars() {
        if letter.is_ascii_uppercase() && !snake.is_empty() {
            snake.push('_');
        }
        snake.push(if letter == '-' { '_' } else { letter.to_ascii_lowercase() });
    }
    snake
}
