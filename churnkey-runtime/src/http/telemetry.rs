//! What is reported about a request: its span, the event at its end and its metrics (`docs/reliability.md` lists the
//! names), and its end to the merchant's observers.
//!
//! Logs and metrics get only values from fixed sets, since paths, queries, headers and bodies hold personal data. The path
//! of a 401, 404 or 405 is logged too, [masked](crate::masking).

use std::cell::Cell;
use std::sync::Arc;
use std::time::{Instant, SystemTime};

use actix_web::HttpRequest;
use actix_web::http::Method;
use actix_web::web::Bytes;
use tracing::Span;
use tracing::field::Empty;

use crate::error::Error;
use crate::http::document::FixedDocument;
use crate::http::ended::Requested;
#[cfg(feature = "metrics")]
use crate::http::metrics::{self, Labels};
use crate::http::observer::{MaybeObserved, Observers};
use crate::http::request_id;
use crate::http::request_line::RequestLine;
use crate::http::run_to_completion::ActionReport;
use crate::masking;
use crate::module::endpoint::Endpoint;
use crate::module::mode::Mode;
use crate::module::registry::Implementation;
use crate::module::request_id::RequestId;
use crate::module::request_info::RequestInfo;
use crate::tokens::caller::Caller;

/// One request from its head to its answer. If it is dropped without an answer, it reports that the client went away.
pub(crate) struct Telemetry<'a> {
    pub(crate) span: Span,
    pub(crate) received: SystemTime,
    begun: Instant,
    /// A known method's name; see [`known_method`].
    method: &'static str,
    mode: Cell<&'static str>,
    is_routed: Cell<bool>,
    #[cfg(feature = "metrics")]
    labels: Cell<Labels>,
    maybe_observed: Option<MaybeObserved<'a>>,
    answered: bool,
}

impl<'a> Telemetry<'a> {
    pub(crate) fn begin(
        integration: &'static str,
        id: &'a RequestId,
        http: &'a HttpRequest,
        observers: Option<&'a Arc<Observers>>,
    ) -> Self {
        let (headers, received, begun) = (http.headers(), SystemTime::now(), Instant::now());
        let method = known_method(http.method());
        let span = tracing::info_span!(
            target: "churnkey",
            "request",
            request_id = %id,
            trace_id = request_id::trace_id(http.headers()),
            integration,
            token = Empty,
            module = Empty,
            endpoint = Empty,
            mode = Empty,
            status = Empty,
            // OpenTelemetry's conventions, but without the path: it is personal data.
            otel.kind = "server",
            otel.name = Empty,
            otel.status_code = Empty,
            http.request.method = method,
            http.route = Empty,
            http.response.status_code = Empty,
        );
        Self {
            span,
            received,
            begun,
            method,
            mode: Cell::new("live"),
            is_routed: Cell::new(false),
            #[cfg(feature = "metrics")]
            labels: Cell::new(Labels::new(integration)),
            maybe_observed: observers
                .map(|observers| MaybeObserved::new(observers, id, headers, received, begun)),
            answered: false,
        }
    }

    /// Records the token's name, never the token.
    pub(crate) fn caller(&self, caller: Caller) {
        if let Some(name) = caller.name {
            self.span.record("token", name);
        }
        if let Some(request) = &self.maybe_observed {
            request.caller(caller);
        }
        #[cfg(feature = "metrics")]
        {
            let token = Some(caller.name.unwrap_or("none"));
            self.labels.set(Labels { token, ..self.labels.get() });
        }
    }

    pub(crate) fn mode(&self, mode: Mode) {
        self.mode.set(mode.as_str());
        if let Some(request) = &self.maybe_observed {
            request.mode(mode);
        }
        #[cfg(feature = "metrics")]
        self.labels.set(Labels { mode: mode.as_str(), ..self.labels.get() });
    }

    pub(crate) fn endpoint(
        &self,
        module: &'static Implementation,
        endpoint: &'static Endpoint,
        params: &[String],
    ) {
        if let Some(request) = &self.maybe_observed {
            request.routed(Requested::Endpoint(module, endpoint), params);
        }
        self.routed(endpoint.pattern, module.name(), Some(endpoint.method));
    }

    pub(crate) fn document(&self, document: &FixedDocument) {
        if let Some(request) = &self.maybe_observed {
            request.routed(Requested::Document(document.route), &[]);
        }
        self.routed(document.route, document.name, None);
    }

    fn routed(&self, route: &'static str, module: &'static str, endpoint: Option<&'static str>) {
        self.is_routed.set(true);
        // Without a subscriber, looking up the fields would cost more than all the rest.
        if !self.span.is_disabled() {
            // In one call: a subscriber may rewrite the whole span each time.
            tracing::record_all!(
                self.span,
                module,
                endpoint,
                mode = self.mode.get(),
                http.route = route,
                otel.name = display(format_args!("{} {route}", self.method)),
            );
        }
        self.label(route, module);
    }

    /// Traces keep the span alone, and turn an unsigned number into text.
    fn record_end(&self, status: u16) {
        let code = i64::from(status);
        tracing::record_all!(self.span, status, http.response.status_code = code);
        if !self.is_routed.get() {
            let name = if self.method == OTHER { "HTTP" } else { self.method };
            self.span.record("otel.name", name);
        }
        if status >= 500 {
            self.span.record("otel.status_code", "ERROR");
        }
    }

    #[cfg(feature = "metrics")]
    fn label(&self, route: &'static str, module: &'static str) {
        self.labels.set(Labels { route, module, ..self.labels.get() });
    }

    #[cfg(not(feature = "metrics"))]
    #[allow(clippy::unused_self, reason = "only metrics have labels")]
    fn label(&self, _: &'static str, _: &'static str) {}

    /// An action's body has arrived.
    pub(crate) fn body(&self, info: &RequestInfo, body: &Bytes) {
        if let Some(observed) = self.maybe_observed.as_ref().and_then(MaybeObserved::observed) {
            observed.body(info, body);
        }
    }

    /// An action begins. It may outlive the request, so its end goes through the report that this returns.
    pub(crate) fn action_begins(&self) -> ActionReport {
        let observed = self.maybe_observed.as_ref().and_then(MaybeObserved::observed);
        if let Some(observed) = observed {
            observed.action_begins();
        }
        ActionReport {
            observed: observed.cloned(),
            begun: self.begun,
            #[cfg(feature = "metrics")]
            labels: self.labels.get(),
        }
    }

    /// The answer is an error. `requested` says what the request was for, if it was refused before routing.
    pub(crate) fn refused(&self, error: &Error, requested: impl FnOnce() -> Requested) {
        if let Some(request) = &self.maybe_observed {
            request.refused(error, requested);
        }
    }

    pub(crate) fn answered(mut self, status: u16, http: &HttpRequest) {
        self.answered = true;
        let elapsed_us = self.end(Some(status));
        if let Some(observed) = self.maybe_observed.as_ref().and_then(MaybeObserved::observed) {
            observed.answered(status);
        }
        if !self.span.is_disabled() {
            self.record_end(status);
        }
        self.span.in_scope(|| match RequestLine::for_status(status, http) {
            None => tracing::info!(target: "churnkey", status, elapsed_us, "answered"),
            Some(RequestLine { method, path }) => {
                tracing::info!(target: "churnkey", status, elapsed_us, method, path, "answered");
            }
        });
    }

    /// Counts the request; returns the microseconds that it took.
    fn end(&self, status: Option<u16>) -> u64 {
        let elapsed = self.begun.elapsed();
        #[cfg(feature = "metrics")]
        metrics::ended(self.labels.get(), status, elapsed);
        #[cfg(not(feature = "metrics"))]
        let _ = status;
        u64::try_from(elapsed.as_micros()).unwrap_or(u64::MAX)
    }
}

impl Drop for Telemetry<'_> {
    fn drop(&mut self) {
        if !self.answered {
            let elapsed_us = self.end(None);
            self.span.in_scope(|| {
                tracing::info!(target: "churnkey", elapsed_us, "the client went away");
            });
        }
    }
}

/// Replaces an unknown method, which could be any text.
const OTHER: &str = "_OTHER";

fn known_method(method: &Method) -> &'static str {
    match masking::method(method.as_str()) {
        masking::MASKED => OTHER,
        known => known,
    }
}
