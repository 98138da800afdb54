//! The answers that every operation shares: errors as `{code, message}` (protocol 2.5), and headers.

use actix_web::http::StatusCode;
use serde_json::{Map, Value, json};

/// One error, described once for all operations.
#[derive(Debug)]
struct Refusal {
    status: u16,
    /// Its name among the components.
    name: &'static str,
    when: &'static str,
    message: &'static str,
    /// The headers that it may have, each with its name among the components.
    headers: &'static [(&'static str, &'static str)],
}

/// Each status that this crate answers with by itself. 405 is not among them, since the wrong method is not an
/// operation.
const REFUSALS: &[Refusal] = &[
    Refusal {
        status: 400,
        name: "BadRequest",
        when: "A key of the body, a parameter or `X-Churnkey-Mode` cannot be read, an option is not offered, or the \
               merchant refuses; the message says which.",
        message: "`limit` must be a positive whole number",
        headers: &[],
    },
    Refusal {
        status: 401,
        name: "Unauthorized",
        when: "The integration token is missing or not valid.",
        message: "the integration token is not valid",
        headers: &[("WWW-Authenticate", "WwwAuthenticate")],
    },
    Refusal {
        status: 403,
        name: "Forbidden",
        when: "The integration token is for reading alone, or for test mode alone.",
        message: "this token is read-only: it cannot call an action",
        headers: &[],
    },
    Refusal {
        status: 404,
        name: "NotFound",
        when: "What the request names does not exist, or belongs to another customer.",
        message: "customer u_2 does not exist",
        headers: &[],
    },
    Refusal {
        status: 408,
        name: "TooSlow",
        when: "The body did not arrive in time.",
        message: "the body did not arrive within 10 s",
        headers: &[],
    },
    Refusal {
        status: 413,
        name: "TooLarge",
        when: "The body is larger than the limit.",
        message: "the body is larger than 65536 bytes",
        headers: &[],
    },
    Refusal {
        status: 414,
        name: "TooLong",
        when: "The path and its query are longer than the limit.",
        message: "the path is longer than 8192 bytes",
        headers: &[],
    },
    Refusal {
        status: 429,
        name: "TooManyRequests",
        when: "Too many failed authentications in a second.",
        message: "too many failed authentications",
        headers: &[("Retry-After", "RetryAfter")],
    },
    Refusal {
        status: 431,
        name: "HeadersTooLarge",
        when: "The headers are larger than the limit.",
        message: "the headers are larger than 16384 bytes",
        headers: &[],
    },
    Refusal {
        status: 500,
        name: "Internal",
        when: "Something broke; the merchant's log has the cause under the request's id.",
        message: "internal error (request 7d84e025-00000002)",
        headers: &[],
    },
    Refusal {
        status: 503,
        name: "Unavailable",
        when: "More requests at once than the server takes.",
        message: "too many requests at once",
        headers: &[("Retry-After", "RetryAfter")],
    },
    Refusal {
        status: 504,
        name: "Timeout",
        when: "The merchant's code took too long; an action that has begun goes on to its end.",
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
/// The same, asked for with a body.
pub(super) const FIXED_BY_POST: &[u16] = &[400, 401, 403, 408, 413, 414, 429, 431];

/// The answers of an operation: `success`, and references to the errors.
pub(super) fn of(status: StatusCode, success: Value, statuses: &[u16]) -> Map<String, Value> {
    let errors = REFUSALS.iter().filter(|refusal| statuses.contains(&refusal.status));
    let errors = errors.map(|Refusal { status, name, .. }| {
        (status.to_string(), json!({ "$ref": format!("#/components/responses/{name}") }))
    });
    std::iter::once((status.as_u16().to_string(), success)).chain(errors).collect()
}

/// Any other status that the merchant's own code may answer with.
pub(super) fn other() -> (String, Value) {
    ("default".to_owned(), json!({ "$ref": "#/components/responses/Other" }))
}

/// A JSON answer with the header that every answer has, and with others: their names, and their names among the
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
    let one = |refusal: &Refusal| {
        let Refusal { status, name, when, message, headers } = refusal;
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
    REFUSALS.iter().map(one).chain([("Other".to_owned(), other)]).collect()
}

pub(super) fn headers() -> Value {
    json!({
        "RequestId": {
            "description": "The request's id, by which the merchant's log has it.",
            "schema": { "type": "string" }
        },
        "WwwAuthenticate": {
            "description": "The scheme of `Authorization`.",
            "schema": { "const": "Bearer" }
        },
        "RetryAfter": {
            "description": "After how many seconds to ask again.",
            "schema": { "type": "integer", "minimum": 0 }
        },
        "ETag": {
            "description": "Changes with the content alone; in `If-None-Match` it saves the body.",
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
