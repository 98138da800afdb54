//! The limits of a request: the defaults of the framework's own server.

use std::time::Duration;

use actix_web::HttpRequest;
use actix_web::http::Method;
use actix_web::http::header::{CONTENT_LENGTH, TRANSFER_ENCODING, UPGRADE};
use actix_web::rt::time::timeout;
use actix_web::web::Payload;
use futures_util::StreamExt as _;

use crate::places::Places;

/// In bytes.
const MAX_TARGET: usize = 8 * 1024;
const MAX_HEADERS: usize = 16 * 1024;
const MAX_BODY: usize = 64 * 1024;
pub(crate) const BODY_TIMEOUT: Duration = Duration::from_secs(10);
/// How many requests may be in flight, and how many of them without the token.
const MAX_IN_FLIGHT: usize = 512;
const MAX_UNTRUSTED: usize = 64;

/// Why a request is not forwarded, as its response.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Rejection {
    pub(crate) status: u16,
    pub(crate) message: &'static str,
}

pub(crate) const TOO_MANY: Rejection = rejection(503, "too many requests at once");

const fn rejection(status: u16, message: &'static str) -> Rejection {
    Rejection { status, message }
}

/// The places of the requests in flight.
pub(crate) fn in_flight() -> Places {
    Places::new(MAX_IN_FLIGHT, MAX_UNTRUSTED)
}

/// Checks the method, and the sizes of target and headers.
pub(crate) fn check_head(request: &HttpRequest) -> Result<(), Rejection> {
    if request.method() == Method::CONNECT {
        return Err(rejection(501, "the recorder opens no tunnels"));
    }
    let target = request.uri().path_and_query().map_or(0, |target| target.as_str().len());
    if target > MAX_TARGET {
        return Err(rejection(414, "the path is too long"));
    }
    let headers: usize = request
        .headers()
        .iter()
        .map(|(name, value)| name.as_str().len() + value.as_bytes().len())
        .sum();
    if headers > MAX_HEADERS {
        return Err(rejection(431, "the headers are too large"));
    }
    Ok(())
}

/// Reads the whole body.
pub(crate) async fn body(
    request: &HttpRequest,
    mut payload: Payload,
) -> Result<Vec<u8>, Rejection> {
    let end = end_before_websocket(request);
    let read = async {
        let mut body = Vec::new();
        while end.is_none_or(|end| body.len() < end)
            && let Some(chunk) = payload.next().await
        {
            let chunk = chunk.map_err(|_| rejection(400, "the body cannot be read"))?;
            if body.len() + chunk.len() > MAX_BODY {
                return Err(rejection(413, "the body is too large"));
            }
            body.extend_from_slice(&chunk);
        }
        if let Some(end) = end {
            body.truncate(end);
        }
        Ok(body)
    };
    timeout(BODY_TIMEOUT, read)
        .await
        .unwrap_or(Err(rejection(408, "the body did not arrive in time")))
}

/// How long the body is if the request would switch to WebSocket. It is forwarded without that wish, as RFC 9110, 7.8
/// allows, but actix takes everything that the client sends for its body.
fn end_before_websocket(request: &HttpRequest) -> Option<usize> {
    let headers = request.headers();
    let is_websocket = |value: &[u8]| value.trim_ascii().eq_ignore_ascii_case(b"websocket");
    let switches = headers.get_all(UPGRADE).any(|value| is_websocket(value.as_bytes()));
    if !switches || headers.contains_key(TRANSFER_ENCODING) {
        return None;
    }
    let length = headers.get(CONTENT_LENGTH).and_then(|length| length.to_str().ok());
    Some(length.and_then(|length| length.trim().parse().ok()).unwrap_or(0))
}
