//! Answers: models, fixed documents and errors as HTTP.

use actix_web::HttpResponse;
use actix_web::http::StatusCode;
use actix_web::http::header::{ETAG, HeaderMap, HeaderValue, IF_NONE_MATCH, WWW_AUTHENTICATE};
use serde::Serialize;

use crate::error::Error;
use crate::http::document::FixedDocument;
use crate::module::endpoint::Reply;
use crate::module::request_id::RequestId;

/// Errors that close the connection: the rest of the request is not read, and a client without a token may not keep a
/// connection open. (actix limits the time for a head on a new connection only.)
const CLOSES: [u16; 6] = [401, 408, 413, 414, 429, 431];
static JSON: HeaderValue = HeaderValue::from_static("application/json; charset=utf-8");

pub(crate) fn reply(reply: Reply, action_status: StatusCode) -> HttpResponse {
    match reply {
        Reply::Json(json) => HttpResponse::Ok().content_type(JSON.clone()).body(json),
        Reply::Empty(_) => HttpResponse::build(action_status).finish(),
    }
}

/// The document, or 304 to a `GET` or `HEAD` if the client already has it.
pub(crate) fn document(
    document: &FixedDocument,
    headers: &HeaderMap,
    is_safe: bool,
) -> HttpResponse {
    let etag = (ETAG, document.etag.clone());
    if is_safe && headers.get_all(IF_NONE_MATCH).any(|value| names(value, &document.etag)) {
        return HttpResponse::NotModified().insert_header(etag).finish();
    }
    HttpResponse::Ok().insert_header(etag).content_type(JSON.clone()).body(document.bytes.clone())
}

/// Whether an `If-None-Match` names this tag, by weak comparison (RFC 9110, 13.1.2).
fn names(value: &HeaderValue, etag: &HeaderValue) -> bool {
    let tags = value.as_bytes().split(|byte| *byte == b',').map(<[u8]>::trim_ascii);
    tags.map(|tag| tag.strip_prefix(b"W/").unwrap_or(tag))
        .any(|tag| tag == b"*" || tag == etag.as_bytes())
}

/// `{"code", "message"}` (protocol 2.5). An internal error tells the client only the request's id.
pub(crate) fn error(error: &Error, id: &RequestId) -> HttpResponse {
    if error.is_internal() {
        return body(error, &format!("{} (request {id})", error.message()));
    }
    plain_error(error)
}

/// An error outside any request to a module.
pub(crate) fn plain_error(error: &Error) -> HttpResponse {
    body(error, error.message())
}

fn body(error: &Error, message: &str) -> HttpResponse {
    #[derive(Serialize)]
    struct Body<'a> {
        code: u16,
        message: &'a str,
    }

    let code = error.code();
    let status = StatusCode::from_u16(code).unwrap_or(StatusCode::INTERNAL_SERVER_ERROR);
    let mut response = HttpResponse::build(status);
    if let Some(header) = error.header() {
        response.insert_header(header);
    }
    if CLOSES.contains(&code) {
        response.force_close();
    }
    if status == StatusCode::UNAUTHORIZED {
        response.insert_header((WWW_AUTHENTICATE, "Bearer"));
    }
    response
        .content_type(JSON.clone())
        .body(serde_json::to_vec(&Body { code, message }).unwrap_or_default())
}
