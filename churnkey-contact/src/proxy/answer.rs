//! What goes back to the client.

use actix_web::body::SizedStream;
use actix_web::http::StatusCode;
use actix_web::http::header::{CONTENT_LENGTH, HeaderName, HeaderValue, RETRY_AFTER};
use actix_web::web::Bytes;
use actix_web::{HttpResponse, HttpResponseBuilder};
use futures_util::{StreamExt as _, stream};
use serde_json::json;

use crate::proxy::limits::Refused;
use crate::proxy::upstream::{Answered, Body, HOP_BY_HOP};

/// An answer of the recorder's own, in the form that the protocol has for errors.
pub(crate) fn refused(refused: Refused) -> HttpResponse {
    let Refused { status, message } = refused;
    let status = StatusCode::from_u16(status).unwrap_or(StatusCode::BAD_GATEWAY);
    let mut response = HttpResponse::build(status);
    if status == StatusCode::SERVICE_UNAVAILABLE {
        response.insert_header((RETRY_AFTER, "1"));
    }
    response.json(json!({ "code": status.as_u16(), "message": message }))
}

/// The integration's answer, as it came.
pub(crate) fn passed(answered: Answered, is_head: bool) -> HttpResponse {
    let status = StatusCode::from_u16(answered.status).unwrap_or(StatusCode::BAD_GATEWAY);
    let mut response = HttpResponse::build(status);
    let mut length = None;
    for (name, value) in &answered.headers {
        if name.as_str() == CONTENT_LENGTH.as_str() {
            length = value.to_str().ok().and_then(|value| value.parse::<u64>().ok());
            continue;
        }
        if HOP_BY_HOP.contains(&name.as_str()) {
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
        return head(response, length);
    }
    match answered.body {
        Body::Whole(body) => response.body(body),
        Body::Pieces(first, arriving) => {
            let first = stream::once(async move { Ok(Bytes::from(first)) });
            let others = stream::unfold(arriving, |mut arriving| async move {
                let piece = arriving.recv().await?.map(Bytes::from);
                Some((piece.map_err(std::io::Error::other), arriving))
            });
            let all = Box::pin(first.chain(others));
            match length {
                Some(length) => response.body(SizedStream::new(length, all)),
                None => response.streaming(all),
            }
        }
    }
}

/// The length that a body would have.
fn head(mut response: HttpResponseBuilder, length: Option<u64>) -> HttpResponse {
    match length {
        Some(length) => response.no_chunking(length).finish(),
        None => response.finish(),
    }
}
