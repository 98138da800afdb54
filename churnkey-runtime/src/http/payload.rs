//! The body's bytes, up to a limit and in time.

use actix_web::dev::Payload;
use actix_web::error::PayloadError;
use actix_web::http::header::{CONTENT_LENGTH, HeaderMap};
use actix_web::web::{Bytes, BytesMut};
use futures_util::{FutureExt as _, StreamExt as _};

use crate::error::{Error, Result};
use crate::http::limits::{Limits, within};

/// 413 when it is too large, 408 when its sender is too slow.
pub(crate) fn read<'a>(
    headers: &'a HeaderMap,
    payload: &'a mut Payload,
    limits: &Limits,
) -> impl Future<Output = Result<Bytes>> + 'a {
    let limit = limits.body_time;
    within(limit, whole(headers, payload, limits.body)).map(move |body| {
        body.unwrap_or_else(|| {
            let message = format!("the body did not arrive within {} s", limit.as_secs_f64());
            Err(Error::new(408, message))
        })
    })
}

async fn whole(headers: &HeaderMap, payload: &mut Payload, limit: usize) -> Result<Bytes> {
    let announced =
        headers.get(CONTENT_LENGTH).and_then(|length| length.to_str().ok()?.parse::<u64>().ok());
    if announced.is_some_and(|length| length > limit as u64) {
        return Err(too_large(limit));
    }
    let mut body = BytesMut::new();
    while let Some(chunk) = payload.next().await {
        let chunk = chunk.map_err(|error| unreadable(&error))?;
        if body.len() + chunk.len() > limit {
            return Err(too_large(limit));
        }
        body.extend_from_slice(&chunk);
    }
    Ok(body.freeze())
}

fn too_large(limit: usize) -> Error {
    Error::new(413, format!("the body is larger than {limit} bytes"))
}

/// The client's fault: it went away, or its framing is wrong.
fn unreadable(_: &PayloadError) -> Error {
    Error::bad_request("the body could not be read to its end")
}
