//! The response to the client.

use actix_web::body::{BodyStream, None as NoBody, SizedStream};
use actix_web::http::StatusCode;
use actix_web::http::header::{CONTENT_LENGTH, HeaderName, HeaderValue, RETRY_AFTER};
use actix_web::web::Bytes;
use actix_web::{HttpResponse, HttpResponseBuilder};
use futures_util::stream;
use serde_json::json;

use crate::proxy::headers::HopByHop;
use crate::proxy::limits::Rejection;
use crate::proxy::upstream::{Body, Received};

/// A response of the recorder itself, as the protocol formats errors.
pub(crate) fn rejected(rejection: Rejection) -> HttpResponse {
    let Rejection { status, message } = rejection;
    let status = StatusCode::from_u16(status).unwrap_or(StatusCode::BAD_GATEWAY);
    let mut response = HttpResponse::build(status);
    if status == StatusCode::SERVICE_UNAVAILABLE {
        response.insert_header((RETRY_AFTER, "1"));
    }
    response.json(json!({ "code": status.as_u16(), "message": message }))
}

/// The integration's response.
pub(crate) fn received(received: Received, is_head: bool) -> HttpResponse {
    let status = StatusCode::from_u16(received.status).unwrap_or(StatusCode::BAD_GATEWAY);
    let mut response = HttpResponse::build(status);
    let connection = received.headers.get_all("connection").into_iter();
    let hop_by_hop = HopByHop::new(connection.map(hyper::header::HeaderValue::as_bytes));
    // If both are there, the length is wrong (RFC 9112, 6.3).
    let is_length_valid = !received.headers.contains_key("transfer-encoding");
    let mut length = None;
    for (name, value) in &received.headers {
        if name.as_str() == CONTENT_LENGTH.as_str() {
            let value = value.to_str().ok().filter(|_| is_length_valid);
            length = value.and_then(|value| value.parse::<u64>().ok());
            continue;
        }
        if hop_by_hop.contains(name.as_str()) {
            continue;
        }
        let header = HeaderName::try_from(name.as_str())
            .ok()
            .zip(HeaderValue::from_bytes(value.as_bytes()).ok());
        if let Some(header) = header {
            response.append_header(header);
        }
    }
    if is_head {
        return head(response, length.or_else(|| received.body.length()));
    }
    match received.body {
        Body::Whole(body) => response.body(body),
        Body::Parts(parts) => match length {
            Some(length) => response.body(SizedStream::new(length, parts)),
            // Not `streaming`, which adds a content type.
            None => response.body(BodyStream::new(parts)),
        },
    }
}

/// No body, and the length that it would have, if that is known (RFC 9110, 8.6).
fn head(mut response: HttpResponseBuilder, length: Option<u64>) -> HttpResponse {
    match length {
        Some(length) => {
            let nothing = stream::empty::<Result<Bytes, std::convert::Infallible>>();
            response.body(SizedStream::new(length, nothing))
        }
        None => response.body(NoBody::new()),
    }
}
