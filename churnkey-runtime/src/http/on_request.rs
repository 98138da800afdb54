//! A merchant's function that sees the head of each request and its span, such as one that continues a trace.

use std::panic::{AssertUnwindSafe, catch_unwind};

use actix_web::dev::RequestHead;
use tracing::Span;

pub(crate) type OnRequest = Box<dyn Fn(&RequestHead, &Span) + Send + Sync>;

/// A panic in it is said, and changes nothing for the request.
#[cfg_attr(not(feature = "metrics"), allow(unused_variables, reason = "a name for metrics"))]
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
        tracing::error!(target: "churnkey", "the function of `on_request` panicked");
    }
}
