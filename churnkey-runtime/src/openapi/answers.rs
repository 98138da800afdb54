//! The answers that all operations share: errors as `{code, message}` (protocol 2.5), and headers.

use actix_web::http::StatusCode;
use serde_json::{Map, Value, json};

/// An error, described once for all operations.
#[derive(Debug)]
struct SharedError {
    status: u16,
    /// Its name among the components.
    name: &'static str,
    when: &'static str,
    message: &'static str,
    /// Each header's name, and its name among the components.
    headers: &'static [(&'static str, &'static str)],
}

/// The statuses that this crate itself answers with, except 405: a wrong method is not an operation.
const ERRORS: &[SharedError] = &[
    SharedError {
        status: 400,
        name: "BadRequest",
        when: "A key of the body, a parameter or `X-Churnkey-Mode` cannot be read, an option is not offered, or the \
               merchant refuses; the message says which.",
        message: "`limit` must be a positive whole number",
        headers: &[],
    },
    SharedError {
        status: 401,
        name: "Unauthorized",
        when: "The integration token is missing or not valid.",
        message: "the integration token is not valid",
        headers: &[("WWW-Authenticate", "WwwAuthenticate")],
    },
    SharedError {
        status: 403,
        name: "Forbidden",
        when: "The integration token is read-only, or is only for test mode.",
        message: "this token is read-only: it cannot call an action",
        headers: &[],
    },
    SharedError {
        status: 404,
        name: "NotFound",
        when: "The object does not exist, or belongs to another customer.",
        message: "customer u_2 does not exist",
        headers: &[],
    },
    SharedError {
        status: 408,
        name: "TooSlow",
        when: "The body did not arrive in time.",
        message: "the body did not arrive within 10 s",
        headers: &[],
    },
    SharedError {
        status: 413,
        name: "TooLarge",
        when: "The body is larger than the limit.",
        message: "the body is larger than 65536 bytes",
        headers: &[],
    },
    SharedError {
        status: 414,
        name: "TooLong",
        when: "The path and its query are longer than the limit.",
        message: "the path is longer than 8192 bytes",
        headers: &[],
    },
    SharedError {
        status: 429,
        name: "TooManyRequests",
        when: "Too many failed authentications in a second.",
        message: "too many failed authentications",
        headers: &[("Retry-After", "RetryAfter")],
    },
    SharedError {
        status: 431,
        name: "HeadersTooLarge",
        when: "The headers are larger than the limit.",
        message: "the headers are larger than 16384 bytes",
        headers: &[],
    },
    SharedError {
        status: 500,
        name: "Internal",
        when: "Something broke; the merchant's log has the cause under the request's id.",
        message: "internal error (request 7d84e025-00000002)",
        headers: &[],
    },
    SharedError {
        status: 503,
        name: "Unavailable",
        when: "The server is handling too many requests.",
        message: "too many requests at once",
        headers: &[("Retry-After", "RetryAfter")],
    },
    SharedError {
        status: 504,
        name: "Timeout",
        when: "The merchant's code took too long; an action that has begun still runs to its end.",
        message: "there was no answer within 30 s",
        headers: &[],
    },
];

/// The errors of a module's endpoint.
pub(super) const MODULE: &[u16] = &[400, 401, 403, 404, 414, 429, 431, 500, 503, 504];
/// The errors of an endpoint with a body.
pub(super) const ACTION: &[u16] = &[400, 401, 403, 404, 408, 413, 414, 429, 431, 500, 503, 504];
/// The errors of a fixed document.
pub(super) const FIXED: &[u16] = &[400, 401, 403, 414, 429, 431];
/// The errors of a fixed document by POST, with a body.
pub(super) const FIXED_BY_POST: &[u16] = &[400, 401, 403, 408, 413, 414, 429, 431];

/// The answers of an operation: `success`, and references to the errors.
pub(super) fn of(status: StatusCode, success: Value, statuses: &[u16]) -> Map<String, Value> {
    let errors = ERRORS.iter().filter(|error| statuses.contains(&error.status));
    let errors = errors.map(|SharedError { status, name, .. }| {
        (status.to_string(), json!({ "$ref": format!("#/components/responses/{name}") }))
    });
    std::iter::once((status.as_u16().to_string(), success)).chain(errors).collect()
}

/// Any other status of the merchant's own code.
pub(super) fn other() -> (String, Value) {
    ("default".to_owned(), json!({ "$ref": "#/components/responses/Other" }))
}

/// A JSON answer with the header that every answer has, and `headers`: their names, and their names among the
/// components.
pub(super) fn json(
    description: &str,
    schema: &Value,
    example: Option<Value>,
    headers: &[(&str, &str)],
) -> Value {
    let mut content = Map::from_iter([("schema".to_owned(), schema.clone())]);
    content.extend(example.map(|example| ("example".to_owned(), example)));
    json!({
        "description": description,
        "headers": with_request_id(headers),
        "content": { "application/json": content }
    })
}

/// An answer without a body.
pub(super) fn empty(description: &str, headers: &[(&str, &str)]) -> Value {
    json!({ "description": description, "headers": with_request_id(headers) })
}

fn with_request_id(headers: &[(&str, &str)]) -> Map<String, Value> {
    let reference = |(name, component): &(&str, &str)| {
        ((*name).to_owned(), json!({ "$ref": format!("#/components/headers/{component}") }))
    };
    [("X-Request-Id", "RequestId")].iter().chain(headers).map(reference).collect()
}

pub(super) fn responses() -> Map<String, Value> {
    let one = |error: &SharedError| {
        let SharedError { status, name, when, message, headers } = error;
        let schema = json!({
            "$ref": "#/components/schemas/Error",
            "properties": { "code": { "const": status } },
        });
        let example = json!({ "code": status, "message": message });
        ((*name).to_owned(), json(when, &schema, Some(example), headers))
    };
    let other = json(
        "Any other error of the merchant's code, with a status from 400 to 599.",
        &json!({ "$ref": "#/components/schemas/Error" }),
        None,
        &[],
    );
    ERRORS.iter().map(one).chain([("Other".to_owned(), other)]).collect()
}

pub(super) fn headers() -> Value {
    json!({
        "RequestId": {
            "description": "The request's id, as in the merchant's log.",
            "schema": { "type": "string" }
        },
        "WwwAuthenticate": {
            "description": "The scheme of `Authorization`.",
            "schema": { "const": "Bearer" }
        },
        "RetryAfter": {
            "description": "The number of seconds to wait before the next request.",
            "schema": { "type": "integer", "minimum": 0 }
        },
        "ETag": {
            "description": "Changes only with the content; send it in `If-None-Match` to save the body.",
            "schema": { "type": "string" }
        }
    })
}

/// The body of every error.
pub(super) fn error() -> Value {
    json!({
        "description": "Every error.",
        "type": "object",
        "properties": {
            "code": { "description": "The HTTP status, repeated.", "type": "integer", "minimum": 400, "maximum": 599 },
            "message": { "description": "For a person to read.", "type": "string" }
        },
        "required": ["code", "message"],
        "additionalProperties": false
    })
}
