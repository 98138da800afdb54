//! The limits of a request: the defaults of the framework's own server.

use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::Duration;

use actix_web::HttpRequest;
use actix_web::rt::time::timeout;
use actix_web::web::Payload;
use futures_util::StreamExt as _;

/// In bytes.
const MAX_TARGET: usize = 8 * 1024;
const MAX_HEADERS: usize = 16 * 1024;
const MAX_BODY: usize = 64 * 1024;
const BODY_TIMEOUT: Duration = Duration::from_secs(10);
/// How many requests may be in flight, and how many of them without the token.
const MAX_IN_FLIGHT: usize = 512;
const MAX_UNTRUSTED: usize = 64;

/// Why a request is not forwarded, as its response.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Rejection {
    pub(crate) status: u16,
    pub(crate) message: &'static str,
}

const fn rejection(status: u16, message: &'static str) -> Rejection {
    Rejection { status, message }
}

/// Counts the requests in flight.
#[derive(Clone, Default)]
pub(crate) struct InFlight {
    all: Arc<AtomicUsize>,
    untrusted: Arc<AtomicUsize>,
}

/// Frees its places when it is dropped.
pub(crate) struct Permit(Vec<Arc<AtomicUsize>>);

impl InFlight {
    pub(crate) fn enter(&self, is_trusted: bool) -> Result<Permit, Rejection> {
        let mut permit = Permit(Vec::new());
        let untrusted = (!is_trusted).then_some((&self.untrusted, MAX_UNTRUSTED));
        for (count, max) in std::iter::once((&self.all, MAX_IN_FLIGHT)).chain(untrusted) {
            let increment = |now: usize| (now < max).then_some(now + 1);
            if count.fetch_update(Ordering::Relaxed, Ordering::Relaxed, increment).is_err() {
                return Err(rejection(503, "too many requests at once"));
            }
            permit.0.push(Arc::clone(count));
        }
        Ok(permit)
    }
}

impl Drop for Permit {
    fn drop(&mut self) {
        for count in &self.0 {
            count.fetch_sub(1, Ordering::Relaxed);
        }
    }
}

/// Checks the sizes of target and headers.
pub(crate) fn check_head(request: &HttpRequest) -> Result<(), Rejection> {
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
pub(crate) async fn body(mut payload: Payload) -> Result<Vec<u8>, Rejection> {
    let read = async {
        let mut body = Vec::new();
        while let Some(chunk) = payload.next().await {
            let chunk = chunk.map_err(|_| rejection(400, "the body cannot be read"))?;
            if body.len() + chunk.len() > MAX_BODY {
                return Err(rejection(413, "the body is too large"));
            }
            body.extend_from_slice(&chunk);
        }
        Ok(body)
    };
    timeout(BODY_TIMEOUT, read)
        .await
        .unwrap_or(Err(rejection(408, "the body did not arrive in time")))
}
