//! What is told of a request: its span, the event of its end, and its metrics. `docs/reliability.md` lists the names.
//!
//! Only what comes from a fixed set is told: never a path, a query, a header or a body, since they hold personal data.

#[cfg(feature = "metrics")]
use std::cell::Cell;
use std::time::Instant;

use actix_web::http::header::HeaderMap;
use tracing::Span;
use tracing::field::Empty;

use crate::endpoint::Endpoint;
#[cfg(feature = "metrics")]
use crate::http::metrics::{self, Labels};
use crate::http::mode::Mode;
use crate::http::request_id::{self, RequestId};
use crate::registry::Module;

/// One request from its head to its answer. Dropped without an answer, it tells that the client has gone.
pub(crate) struct Telemetry {
    pub(crate) span: Span,
    begun: Instant,
    #[cfg(feature = "metrics")]
    labels: Cell<Labels>,
    answered: bool,
}

impl Telemetry {
    pub(crate) fn begin(id: &RequestId, headers: &HeaderMap) -> Self {
        let span = tracing::info_span!(
            target: "churnkey",
            "request",
            request_id = %id,
            trace_id = request_id::trace_id(headers),
            module = Empty,
            endpoint = Empty,
            mode = Empty,
            status = Empty,
            elapsed_us = Empty,
        );
        Self {
            span,
            begun: Instant::now(),
            #[cfg(feature = "metrics")]
            labels: Cell::default(),
            answered: false,
        }
    }

    pub(crate) fn mode(&self, mode: Mode) {
        self.span.record("mode", mode.as_str());
        #[cfg(feature = "metrics")]
        self.labels.set(Labels { mode: mode.as_str(), ..self.labels.get() });
    }

    pub(crate) fn endpoint(&self, module: &Module, endpoint: &Endpoint) {
        self.span.record("module", module.info.name);
        self.span.record("endpoint", endpoint.method);
        #[cfg(feature = "metrics")]
        self.labels.set(Labels {
            route: endpoint.pattern,
            module: module.info.name,
            ..self.labels.get()
        });
    }

    /// The features manifest.
    pub(crate) fn features(&self) {
        self.span.record("module", "Features");
        #[cfg(feature = "metrics")]
        self.labels.set(Labels { route: "/features", module: "Features", ..self.labels.get() });
    }

    pub(crate) fn answered(mut self, status: u16) {
        self.answered = true;
        self.end("answered", Some(status));
    }

    fn end(&self, how: &'static str, status: Option<u16>) {
        let elapsed = self.begun.elapsed();
        #[cfg(feature = "metrics")]
        metrics::ended(self.labels.get(), status, elapsed);
        if self.span.is_disabled() {
            return;
        }
        if let Some(status) = status {
            self.span.record("status", status);
        }
        self.span.record("elapsed_us", u64::try_from(elapsed.as_micros()).unwrap_or(u64::MAX));
        self.span.in_scope(|| tracing::info!(target: "churnkey", "{how}"));
    }
}

impl Drop for Telemetry {
    fn drop(&mut self) {
        if !self.answered {
            self.end("the client went away", None);
        }
    }
}
