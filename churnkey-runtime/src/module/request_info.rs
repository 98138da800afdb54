//! What the merchant's method can find out about its request.

use std::cell::Cell;
use std::fmt;
use std::net::SocketAddr;
use std::pin::Pin;
use std::sync::Arc;
use std::task::{Context, Poll};
use std::time::{SystemTime, UNIX_EPOCH};

use chrono::{DateTime, Utc};

use crate::module::mode::Mode;
use crate::module::request_id::RequestId;

/// The request that a method is called for: its id, arrival, mode, token's name and peer address.
///
/// Any method of a controller or action can get it, with any context:
///
/// ```
/// # extern crate churnkey_runtime as churnkey;
/// use churnkey::RequestInfo;
///
/// fn asked_by() -> String {
///     match RequestInfo::current() {
///         Some(request) => format!("request {}", request.request_id()),
///         None => "a job of our own".to_owned(),
///     }
/// }
/// assert_eq!(asked_by(), "a job of our own");
/// ```
///
/// It is cheap to clone, and can be sent to other threads and tasks. [`current`](Self::current) is `None` there, so
/// call it before.
#[derive(Clone)]
pub struct RequestInfo(Arc<Record>);

struct Record {
    id: RequestId,
    received: i64,
    mode: Mode,
    token: Option<&'static str>,
    peer: Option<SocketAddr>,
}

thread_local! {
    static CURRENT: Cell<Option<RequestInfo>> = const { Cell::new(None) };
}

impl RequestInfo {
    pub(crate) fn new(
        id: &RequestId,
        received: SystemTime,
        mode: Mode,
        token: Option<&'static str>,
        peer: Option<SocketAddr>,
    ) -> Self {
        Self(Arc::new(Record {
            id: id.clone(),
            received: milliseconds(received),
            mode,
            token,
            peer,
        }))
    }

    /// The request of the running method.
    ///
    /// It is set as long as the method runs, even if an action continues after its client has left, and while a
    /// [context is made](crate::Integration::per_request). It is `None` outside of a method: in a job of your own, in a
    /// task that a method has spawned, and on the threads of `web::block`.
    #[must_use]
    pub fn current() -> Option<Self> {
        // Fails only while an ending thread drops its locals.
        CURRENT
            .try_with(|current| {
                let info = current.take();
                current.set(info.clone());
                info
            })
            .ok()
            .flatten()
    }

    /// The id that the client sees in the header `x-request-id` and in the message of a 500; the log has it too. It is
    /// the client's own id if it sent one, so it is not a secret and may repeat. It has at most 128 letters, digits and
    /// `-_.:/+=`.
    #[must_use]
    pub fn request_id(&self) -> &str {
        self.0.id.as_str()
    }

    /// When the request's head arrived, in whole milliseconds.
    #[must_use]
    pub fn received_at(&self) -> DateTime<Utc> {
        DateTime::from_timestamp_millis(self.0.received).unwrap_or_default()
    }

    /// Live or test data.
    #[must_use]
    pub fn mode(&self) -> Mode {
        self.0.mode
    }

    /// The [name](crate::Token::named) of its token; `None` if the token has no name.
    #[must_use]
    pub fn token_name(&self) -> Option<&str> {
        self.0.token
    }

    /// The peer address of the connection: the proxy's, if there is one in front of this server.
    #[must_use]
    pub fn peer_addr(&self) -> Option<SocketAddr> {
        self.0.peer
    }

    /// Runs `work` as a method for this request: this is the current request whenever `work` is polled.
    pub(crate) fn within<F: Future + Unpin>(self, work: F) -> Within<F> {
        Within { info: Some(self), work }
    }

    /// The same for synchronous work.
    pub(crate) fn enter<T>(&self, work: impl FnOnce() -> T) -> T {
        let mut info = Some(self.clone());
        let _current = Entered::new(&mut info);
        work()
    }
}

/// Not an `async fn`, which would hold its work twice, as given and as polled, and copy both for each request.
pub(crate) struct Within<F> {
    info: Option<RequestInfo>,
    work: F,
}

impl<F: Future + Unpin> Future for Within<F> {
    type Output = F::Output;

    fn poll(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<F::Output> {
        let Self { info, work } = &mut *self;
        let _current = Entered::new(info);
        Pin::new(work).poll(context)
    }
}

/// Since 1970.
pub(crate) fn milliseconds(time: SystemTime) -> i64 {
    let time = time.duration_since(UNIX_EPOCH).unwrap_or_default();
    i64::try_from(time.as_millis()).unwrap_or(i64::MAX)
}

/// Sets the current request for one poll. Dropping it, even in a panic, restores the outer one, since a method may call
/// another integration.
struct Entered<'a> {
    info: &'a mut Option<RequestInfo>,
    outer: Option<RequestInfo>,
}

impl<'a> Entered<'a> {
    fn new(info: &'a mut Option<RequestInfo>) -> Self {
        let outer = CURRENT.try_with(|current| current.replace(info.take())).ok().flatten();
        Self { info, outer }
    }
}

impl Drop for Entered<'_> {
    fn drop(&mut self) {
        let outer = self.outer.take();
        *self.info = CURRENT.try_with(|current| current.replace(outer)).ok().flatten();
    }
}

impl fmt::Debug for RequestInfo {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("RequestInfo")
            .field("request_id", &self.request_id())
            .field("received_at", &self.received_at())
            .field("mode", &self.mode())
            .field("token_name", &self.token_name())
            .field("peer_addr", &self.peer_addr())
            .finish()
    }
}

#[cfg(test)]
#[path = "../tests/request_info.rs"]
mod tests;
