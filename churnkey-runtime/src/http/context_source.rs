//! Where a request's context comes from: one for all requests or one for each, and perhaps another for test mode.

use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};

use actix_web::HttpRequest;
use futures_util::future::LocalBoxFuture;

use crate::error::Result;
use crate::http::context_request::ContextRequest;
use crate::module::context::{Context, SharedContext};
use crate::module::mode::Mode;
use crate::module::request_info::RequestInfo;

pub(crate) type Factory =
    Box<dyn Fn(ContextRequest) -> LocalBoxFuture<'static, Result<SharedContext>> + Send + Sync>;

pub(crate) struct ContextSource {
    contexts: Contexts,
    /// Test mode's own.
    test: Option<SharedContext>,
    warned: AtomicBool,
}

enum Contexts {
    Shared(SharedContext),
    /// Made for each request.
    Made(Factory),
}

impl ContextSource {
    pub(crate) fn shared(context: SharedContext) -> Self {
        Self::of(Contexts::Shared(context))
    }

    pub(crate) fn made(factory: Factory) -> Self {
        Self::of(Contexts::Made(factory))
    }

    fn of(contexts: Contexts) -> Self {
        Self { contexts, test: None, warned: AtomicBool::new(false) }
    }

    /// Gives test mode a context of its own.
    pub(crate) fn set_test(&mut self, test: SharedContext) {
        self.test = Some(test);
    }

    pub(crate) async fn get(
        &self,
        http: &HttpRequest,
        info: &RequestInfo,
    ) -> Result<SharedContext> {
        let is_test = info.mode() == Mode::Test;
        if let Some(test) = self.test.as_ref().filter(|_| is_test) {
            return Ok(Arc::clone(test));
        }
        match &self.contexts {
            Contexts::Shared(context) => {
                if is_test && !self.warned.swap(true, Ordering::Relaxed) {
                    tracing::warn!(
                        target: "churnkey",
                        "a test-mode request is answered from the same context as live ones; \
                         give test mode its own with `test_context`"
                    );
                }
                Ok(Arc::clone(context))
            }
            Contexts::Made(factory) => {
                let making = factory(ContextRequest { http: http.clone(), info: info.clone() });
                info.clone().within(making).await
            }
        }
    }
}

/// Erases the type of an `async |&request| -> Result<C>`.
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
