//! The OpenAPI 3.1 document of one merchant's integration (feature `openapi`): its modules, written methods and
//! declared words. It is built at boot, from the same tables as the routes.

mod answers;
mod operation;
mod schemas;
mod source;
#[cfg(feature = "swagger-ui")]
pub(crate) mod swagger_ui;

use actix_web::http::header::HeaderName;
use serde_json::{Map, Value, json};

use crate::http::mode_header::{Modes, UnknownMode};
use crate::module::endpoint::Verb;
use crate::openapi::operation::Fixed;
pub(crate) use crate::openapi::source::Source;

pub(crate) fn document(source: &Source<'_>) -> Value {
    let mut models = schemas::generator();
    let mut paths = Paths::default();
    for module in source.modules {
        for endpoint in module.endpoints {
            let operation = operation::of_endpoint(module, endpoint, source, &mut models);
            paths.add(endpoint.pattern, endpoint.verb, operation);
        }
    }
    let features_paths =
        source.features_paths.map(|paths| paths.iter().map(String::as_str).collect());
    for (number, path) in features_paths.unwrap_or_else(|| vec!["/features"]).iter().enumerate() {
        // The manifest's format is a setting, which may be any function (protocol 3), so it is shown as an example.
        let features = Fixed {
            tag: "Features",
            summary: "What this integration implements.",
            schema: json!({}),
            example: Some(source.manifest.clone()),
        };
        paths.add(path, Verb::Read, features.by_get(&numbered("features", number)));
        paths.add(path, Verb::Write, features.by_post(&numbered("featuresByPost", number)));
    }
    if let Some(path) = source.path {
        let document = Fixed {
            tag: "OpenAPI",
            summary: "This document.",
            schema: json!({ "type": "object" }),
            example: None,
        };
        paths.add(path, Verb::Read, document.by_get("openapi"));
    }
    let mut schemas = models.take_definitions(true);
    schemas.insert("Error".to_owned(), answers::error());
    let servers = source.path.map_or_else(|| "/".to_owned(), root);
    json!({
        "openapi": "3.1.0",
        "info": {
            "title": source.name,
            "description": "The endpoints of a Churnkey Custom Provider Integration.",
            // The fingerprint changes with what the integration announces.
            "version": source.fingerprint,
        },
        "servers": [{ "url": servers }],
        "paths": paths.0,
        "components": {
            "schemas": schemas,
            "responses": answers::responses(),
            "headers": answers::headers(),
            "parameters": { "Mode": mode(source.modes) },
            "securitySchemes": schemes(source),
        },
        "security": security(source.token_headers),
        "tags": tags(source),
    })
}

/// The operations, by path and method.
#[derive(Default)]
struct Paths(Map<String, Value>);

impl Paths {
    fn add(&mut self, pattern: &str, verb: Verb, operation: Value) {
        let method = verb.as_str().to_ascii_lowercase();
        let path = self.0.entry(operation::path(pattern)).or_insert_with(|| json!({}));
        if let Value::Object(path) = path {
            path.insert(method, operation);
        }
    }
}

/// The relative path from the document up to the API URL. OpenAPI allows a server's URL to be relative to the
/// document's.
fn root(path: &str) -> String {
    let folders = path.trim_matches('/').split('/').count();
    vec![".."; folders].join("/")
}

fn numbered(name: &str, number: usize) -> String {
    match number {
        0 => name.to_owned(),
        _ => format!("{name}{}", number + 1),
    }
}

/// Protocol 2.3.
fn mode(modes: &Modes) -> Value {
    let words = modes.words.iter().map(|(word, _)| word.as_str());
    let words: Vec<_> = ["live", "test"].into_iter().chain(words).collect();
    let schema = match modes.unknown {
        UnknownMode::Refuse => json!({ "type": "string", "enum": words, "default": "live" }),
        UnknownMode::Live => json!({ "type": "string", "examples": words, "default": "live" }),
    };
    json!({
        "name": "X-Churnkey-Mode",
        "in": "header",
        "description": "Whether the request is about live or test data.",
        "schema": schema
    })
}

/// Protocol 2.2.
fn schemes(source: &Source<'_>) -> Map<String, Value> {
    let token =
        "The Integration Token from Churnkey's dashboard, with or without `Bearer` before it.";
    // OpenAPI has no scheme for a function's check.
    let otherwise = if source.authenticates {
        " A request without it may still be authenticated in another way, such as by a signature with the token as its \
         key, which this document does not describe."
    } else {
        ""
    };
    let bearer = json!({
        "type": "http",
        "scheme": "bearer",
        "description": format!("{token}{otherwise}"),
    });
    let extra = source.token_headers.iter().enumerate().map(|(number, header)| {
        let scheme = json!({
            "type": "apiKey",
            "in": "header",
            "name": header.as_str(),
            "description": "The Integration Token."
        });
        (header_scheme(number), scheme)
    });
    std::iter::once((BEARER.to_owned(), bearer)).chain(extra).collect()
}

/// Any one of the headers is enough.
fn security(headers: &[HeaderName]) -> Value {
    let extra = (0..headers.len()).map(header_scheme);
    std::iter::once(BEARER.to_owned()).chain(extra).map(|scheme| json!({ scheme: [] })).collect()
}

const BEARER: &str = "integrationToken";

/// Numbered, since a header's name may contain characters that a component's must not.
fn header_scheme(number: usize) -> String {
    format!("tokenHeader{}", number + 1)
}

fn tags(source: &Source<'_>) -> Value {
    let modules = source.modules.iter().map(|module| module.name()).chain(["Features"]);
    modules.chain(source.path.map(|_| "OpenAPI")).map(|name| json!({ "name": name })).collect()
}
