//! The OpenAPI operations, one for each mounted endpoint.

use actix_web::http::StatusCode;
use schemars::SchemaGenerator;
use serde_json::{Map, Value, json};

use crate::module::endpoint::{Data, Endpoint};
use crate::module::query::PageLimits;
use crate::module::registry::Implementation;
use crate::module::schema;
use crate::openapi::source::Source;
use crate::openapi::{answers, schemas};

/// The operation of a module's endpoint.
pub(super) fn of_endpoint(
    module: &Implementation,
    endpoint: &Endpoint,
    source: &Source<'_>,
    models: &mut SchemaGenerator,
) -> Value {
    let (parameters, body, success, statuses) = match endpoint.data {
        Data::Model(schema) => {
            let schema = schema(models).to_value();
            (Vec::new(), None, answers::json("The model.", &schema, None, &[]), answers::MODULE)
        }
        Data::Page(schema) => {
            let schema = schema(models).to_value();
            let success =
                answers::json("One page; without `next` it is the last.", &schema, None, &[]);
            (paging(source.page_limits), None, success, answers::MODULE)
        }
        Data::Body(body) => {
            let schema = schemas::with_prose(body());
            (Vec::new(), Some(schema), done(), answers::ACTION)
        }
        Data::Nothing => (Vec::new(), None, done(), answers::MODULE),
    };
    let status = match endpoint.data {
        Data::Body(_) => source.action_status,
        _ => StatusCode::OK,
    };
    let mut responses = answers::of(status, success, statuses);
    responses.extend([answers::other()]);
    let all = path_parameters(endpoint.pattern).chain([mode_parameter()]).chain(parameters);
    let body = body.map(|schema| {
        let content = json!({ "application/json": { "schema": schema } });
        ("requestBody".to_owned(), json!({ "required": true, "content": content }))
    });
    let mut operation = Map::from_iter(body);
    operation.extend(described(
        &operation_id(module.name(), endpoint.method),
        module.name(),
        endpoint.summary,
        all.collect(),
        responses,
    ));
    Value::Object(operation)
}

/// A document that is the same JSON each time.
pub(super) struct Fixed {
    pub(super) tag: &'static str,
    pub(super) summary: &'static str,
    pub(super) schema: Value,
    pub(super) example: Option<Value>,
}

const TAGGED: &[(&str, &str)] = &[("ETag", "ETag")];

impl Fixed {
    /// Answers 304 if the client already has the document.
    pub(super) fn by_get(&self, id: &str) -> Value {
        let mut responses = answers::of(StatusCode::OK, self.success(), answers::FIXED);
        let unchanged =
            answers::empty("The document still has the `ETag` in `If-None-Match`.", TAGGED);
        responses.insert("304".to_owned(), unchanged);
        let known = json!({
            "name": "If-None-Match",
            "in": "header",
            "description": "The `ETag` of an earlier answer.",
            "schema": { "type": "string" }
        });
        self.operation(id, vec![mode_parameter(), known], responses)
    }

    /// Reads and ignores a body.
    pub(super) fn by_post(&self, id: &str) -> Value {
        let responses = answers::of(StatusCode::OK, self.success(), answers::FIXED_BY_POST);
        self.operation(id, vec![mode_parameter()], responses)
    }

    fn success(&self) -> Value {
        answers::json("The document.", &self.schema, self.example.clone(), TAGGED)
    }

    fn operation(&self, id: &str, parameters: Vec<Value>, responses: Map<String, Value>) -> Value {
        Value::Object(described(id, self.tag, self.summary, parameters, responses))
    }
}

fn described(
    id: &str,
    tag: &str,
    summary: &str,
    parameters: Vec<Value>,
    responses: Map<String, Value>,
) -> Map<String, Value> {
    let entries = [
        ("operationId", Value::from(id)),
        ("tags", Value::from(vec![tag])),
        ("summary", Value::from(summary)),
        ("parameters", Value::from(parameters)),
        ("responses", Value::from(responses)),
    ];
    entries.into_iter().map(|(key, value)| (key.to_owned(), value)).collect()
}

/// The path in OpenAPI's form: `/churnkey/customers/{id}`.
pub(super) fn path(pattern: &str) -> String {
    let segments = pattern.split('/').map(|segment| match segment.strip_prefix(':') {
        Some(name) => format!("{{{name}}}"),
        None => segment.to_owned(),
    });
    let path = segments.collect::<Vec<_>>().join("/");
    format!("/churnkey{}", path.trim_end_matches('/')) // the prefix itself has no slash
}

fn path_parameters(pattern: &str) -> impl Iterator<Item = Value> {
    let names = pattern.split('/').filter_map(|segment| segment.strip_prefix(':'));
    names.map(
        |name| json!({ "name": name, "in": "path", "required": true, "schema": schema::text() }),
    )
}

fn mode_parameter() -> Value {
    json!({ "$ref": "#/components/parameters/Mode" })
}

/// Protocol 2.6. The default and the maximum of `limit` are settings.
fn paging(PageLimits { default, max }: PageLimits) -> Vec<Value> {
    let limit =
        format!("The maximum number of items on the page; more than {max} is read as {max}.");
    let cursor = "The `next` of the previous page; absent or empty for the first page.";
    vec![
        json!({
            "name": "limit",
            "in": "query",
            "description": limit,
            "schema": { "type": "integer", "minimum": 1, "default": default }
        }),
        json!({
            "name": "cursor",
            "in": "query",
            "description": cursor,
            "schema": { "type": "string", "pattern": schema::NO_CONTROL }
        }),
    ]
}

fn done() -> Value {
    answers::empty("Done, or already done; there is no body.", &[])
}

/// `customersFindByEmail`: unique, and a name in most languages.
fn operation_id(module: &str, method: &str) -> String {
    let mut id = String::with_capacity(module.len() + method.len());
    let mut upper = false;
    for (at, letter) in module.char_indices() {
        id.push(if at == 0 { letter.to_ascii_lowercase() } else { letter });
    }
    for letter in std::iter::once('_').chain(method.chars()) {
        match letter {
            '_' => upper = true,
            letter if upper => {
                id.push(letter.to_ascii_uppercase());
                upper = false;
            }
            letter => id.push(letter),
        }
    }
    id
}
