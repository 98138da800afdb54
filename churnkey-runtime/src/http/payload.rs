//! The body's bytes, up to a limit.

use actix_web::body::{BodyStream, to_bytes_limited};
use actix_web::dev::Payload;
use actix_web::error::PayloadError;
use actix_web::http::header::{CONTENT_LENGTH, HeaderMap};
use actix_web::web::Bytes;

use crate::error::{Error, Result};

pub(crate) async fn read(headers: &HeaderMap, payload: Payload, limit: usize) -> Result<Bytes> {
    let announced =
        headers.get(CONTENT_LENGTH).and_then(|length| length.to_str().ok()?.parse::<u64>().ok());
    if announced.is_some_and(|length| length > limit as u64) {
        return Err(too_large(limit));
    }
    match to_bytes_limited(BodyStream::new(payload), limit).await {
        Err(_) => Err(too_large(limit)),
        Ok(Err(error)) => Err(unreadable(&error)),
        Ok(Ok(bytes)) => Ok(bytes),
    }
}

fn too_large(limit: usize) -> Error {
    Error::new(413, format!("the body is larger than {limit} bytes"))
}

/// The client's fault: it went away, or its framing is wrong.
fn unreadable(_: &PayloadError) -> Error {
    Error::bad_request("the body could not be read to its end")
}
