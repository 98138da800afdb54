//! Where the context of a request comes from: one for all, one for each mode, or one made for the request.

use std::net::SocketAddr;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};

use actix_web::HttpRequest;
use actix_web::http::header::HeaderMap;
use futures_util::future::LocalBoxFuture;

use crate::error::Result;
use crate::module::context::{Context, SharedContext};
use crate::module::mode::Mode;
use crate::module::request_info::RequestInfo;

/// The HTTP request that a context is made for: what the TypeScript SDK's `ctx(req, res)` reads.
///
/// It has been authenticated, and its path is one of the integration's.
#[derive(Debug, Clone)]
pub struct ContextRequest {
    pub(crate) http: HttpRequest,
    pub(crate) info: RequestInfo,
}

impl ContextRequest {
    /// Live or test data.
    #[must_use]
    pub fn mode(&self) -> Mode {
        self.info.mode()
    }

    /// Its id, its mode, whose token it showed, and so on: what [`RequestInfo::current`] is inside the methods.
    #[must_use]
    pub fn info(&self) -> &RequestInfo {
        &self.info
    }

    /// The request's headers. They hold the integration token: do not log them.
    #[must_use]
    pub fn headers(&self) -> &HeaderMap {
        self.http.headers()
    }

    /// The address of the connection's other end; a proxy's, when there is one before this server.
    #[must_use]
    pub fn peer_addr(&self) -> Option<SocketAddr> {
        self.info.peer_addr()
    }

    /// The whole request: application data, extensions that a middleware has set, and so on.
    #[must_use]
    pub fn http(&self) -> &HttpRequest {
        &self.http
    }
}

pub(crate) type Factory =
    Box<dyn Fn(ContextRequest) -> LocalBoxFuture<'static, Result<SharedContext>> + Send + Sync>;

pub(crate) enum ContextSource {
    /// One context for both modes.
    Shared { context: SharedContext, warned: AtomicBool },
    /// Test data of its own.
    ByMode { live: SharedContext, test: SharedContext },
    /// Made for each request.
    PerRequest(Factory),
}

impl ContextSource {
    pub(crate) fn shared(context: SharedContext) -> Self {
        Self::Shared { context, warned: AtomicBool::new(false) }
    }

    /// The same with a context of its own for test mode; `None` where each request makes its context, since that sees
    /// the mode by itself.
    pub(crate) fn with_test(self, test: SharedContext) -> Option<Self> {
        match self {
            Self::Shared { context: live, .. } | Self::ByMode { live, .. } => {
                Some(Self::ByMode { live, test })
            }
            Self::PerRequest(_) => None,
        }
    }

    pub(crate) async fn get(
        &self,
        http: &HttpRequest,
        info: &RequestInfo,
    ) -> Result<SharedContext> {
        let mode = info.mode();
        match self {
            Self::Shared { context, warned } => {
                if mode == Mode::Test && !warned.swap(true, Ordering::Relaxed) {
                    tracing::warn!(
                        target: "churnkey",
                        "a test-mode request is answered from the same context as live ones; \
                         give test mode its own with `test_context`"
                    );
                }
                Ok(Arc::clone(context))
            }
            Self::ByMode { live, .. } if mode == Mode::Live => Ok(Arc::clone(live)),
            Self::ByMode { test, .. } => Ok(Arc::clone(test)),
            Self::PerRequest(factory) => {
                factory(ContextRequest { http: http.clone(), info: info.clone() }).await
            }
        }
    }
}

/// `async |&request| -> Result<C>` as it is stored.
pub(crate) fn factory<C, F>(make: F) -> Factory
where
    C: Context,
    F: AsyncFn(&ContextRequest) -> Result<C> + Send + Sync + 'static,
{
    let make = Arc::new(make);
    Box::new(move |request| {
        let make = Arc::clone(&make);
        Box::pin(async move { Ok(make(&request).await?.erase()) })
    })
}
