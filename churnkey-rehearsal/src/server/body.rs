//! Reads the body of a request, within limits of size and time.

use std::time::Duration;

use actix_web::rt::time::timeout;
use actix_web::web::Payload;
use serde_json::Value;

use crate::counterpart::Refused;

const MAX_BYTES: usize = 64 * 1024;
const TIMEOUT: Duration = Duration::from_secs(10);

/// The JSON of a body. `None` if the body is empty, as in the component's first request.
pub(super) async fn json(payload: Payload) -> Result<Option<Value>, Refused> {
    let read = timeout(TIMEOUT, payload.to_bytes_limited(MAX_BYTES)).await;
    let read = read.map_err(|_| Refused::new(408, "the body did not arrive within 10 s"))?;
    let bytes = read
        .map_err(|_| Refused::new(413, "the body is larger than 64 KiB"))?
        .map_err(|_| Refused::new(400, "the body is incomplete"))?;
    if bytes.is_empty() {
        return Ok(None);
    }
    serde_json::from_slice(&bytes)
        .map(Some)
        .map_err(|error| Refused::new(400, format!("the body is not JSON: {error}")))
}
