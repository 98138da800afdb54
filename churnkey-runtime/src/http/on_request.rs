//! The merchant's function that gets each request's head and span, to continue a trace for example.

use std::panic::{AssertUnwindSafe, catch_unwind};

use actix_web::dev::RequestHead;
use tracing::Span;

pub(crate) type OnRequest = Box<dyn Fn(&RequestHead, &Span) + Send + Sync>;

/// A panic in it is logged, and does not affect the request.
#[cfg_attr(not(feature = "metrics"), allow(unused_variables, reason = "only metrics use the name"))]
pub(crate) fn call(
    on_request: &OnRequest,
    integration: &'static str,
    head: &RequestHead,
    span: &Span,
) {
    let called = catch_unwind(AssertUnwindSafe(|| on_request(head, span)));
    if called.is_err() {
        #[cfg(feature = "metrics")]
        super::metrics::panicked(integration);
        tracing::error!(target: "churnkey", "the `on_request` function panicked");
    }
}
