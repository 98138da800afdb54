//! The limits of a request: those that the integration's own server has by default.

use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::Duration;

use actix_web::HttpRequest;
use actix_web::rt::time::timeout;
use actix_web::web::Payload;
use futures_util::StreamExt as _;

/// In bytes.
const PATH: usize = 8 * 1024;
const HEADERS: usize = 16 * 1024;
const BODY: usize = 64 * 1024;
const BODY_TIME: Duration = Duration::from_secs(10);
/// Requests at once, and how many of them may be of somebody whose token is not known to be right.
const AT_ONCE: usize = 512;
const STRANGERS: usize = 64;

/// What was too much.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Refused {
    pub(crate) status: u16,
    pub(crate) message: &'static str,
}

const fn refused(status: u16, message: &'static str) -> Refused {
    Refused { status, message }
}

/// How many requests are in the proxy.
#[derive(Clone, Default)]
pub(crate) struct InFlight {
    all: Arc<AtomicUsize>,
    strangers: Arc<AtomicUsize>,
}

/// Given back when it is dropped.
pub(crate) struct Permit(Vec<Arc<AtomicUsize>>);

impl InFlight {
    /// `is_known`: the request's head has the token.
    pub(crate) fn enter(&self, is_known: bool) -> Result<Permit, Refused> {
        let mut permit = Permit(Vec::new());
        let strangers = (!is_known).then_some((&self.strangers, STRANGERS));
        for (count, most) in std::iter::once((&self.all, AT_ONCE)).chain(strangers) {
            let one_more = |now: usize| (now < most).then_some(now + 1);
            if count.fetch_update(Ordering::Relaxed, Ordering::Relaxed, one_more).is_err() {
                return Err(refused(503, "too many requests at once"));
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

/// The sizes of path and headers.
pub(crate) fn check_head(request: &HttpRequest) -> Result<(), Refused> {
    let path = request.uri().path_and_query().map_or(0, |path| path.as_str().len());
    if path > PATH {
        return Err(refused(414, "the path is too long"));
    }
    let headers: usize = request
        .headers()
        .iter()
        .map(|(name, value)| name.as_str().len() + value.as_bytes().len())
        .sum();
    if headers > HEADERS {
        return Err(refused(431, "the headers are too large"));
    }
    Ok(())
}

/// The whole body, within its limits.
pub(crate) async fn body(mut payload: Payload) -> Result<Vec<u8>, Refused> {
    let read = async {
        let mut body = Vec::new();
        while let Some(chunk) = payload.next().await {
            let chunk = chunk.map_err(|_| refused(400, "the body cannot be read"))?;
            if body.len() + chunk.len() > BODY {
                return Err(refused(413, "the body is too large"));
            }
            body.extend_from_slice(&chunk);
        }
        Ok(body)
    };
    timeout(BODY_TIME, read).await.unwrap_or(Err(refused(408, "the body did not arrive in time")))
}
