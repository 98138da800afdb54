//! What is reported of a request: its span, the event of its end, and its metrics (`docs/reliability.md` lists the names);
//! and to the merchant's observers, its end.
//!
//! To the log and the metrics only what comes from a fixed set is reported, since paths, queries, headers and bodies hold
//! personal data. Of a request that is 401, 404 or 405 the path is told too, [masked](crate::masking).

use std::cell::Cell;
use std::sync::Arc;
use std::time::{Instant, SystemTime};

use actix_web::HttpRequest;
use actix_web::web::Bytes;
use tracing::Span;
use tracing::field::Empty;

use crate::error::Error;
use crate::http::contact::unfound::Unfound;
use crate::http::document::FixedDocument;
use crate::http::ended::Asked;
#[cfg(feature = "metrics")]
use crate::http::metrics::{self, Labels};
use crate::http::observer::{Observers, Observing};
use crate::http::request_id;
use crate::http::to_its_end::Told;
use crate::module::endpoint::Endpoint;
use crate::module::event_slot::EventSlot;
use crate::module::mode::Mode;
use crate::module::registry::Implementation;
use crate::module::request_id::RequestId;
use crate::tokens::caller::Caller;

/// One request from its head to its answer. Dropped without an answer, it reports that the client has gone.
pub(crate) struct Telemetry<'a> {
    pub(crate) span: Span,
    pub(crate) received: SystemTime,
    begun: Instant,
    mode: Cell<&'static str>,
    #[cfg(feature = "metrics")]
    labels: Cell<Labels>,
    observing: Option<Observing<'a>>,
    answered: bool,
}

impl<'a> Telemetry<'a> {
    pub(crate) fn begin(
        id: &'a RequestId,
        http: &'a HttpRequest,
        observers: Option<&'a Arc<Observers>>,
    ) -> Self {
        let (headers, received, begun) = (http.headers(), SystemTime::now(), Instant::now());
        let span = tracing::info_span!(
            target: "churnkey",
            "request",
            request_id = %id,
            trace_id = request_id::trace_id(headers),
            token = Empty,
            module = Empty,
            endpoint = Empty,
            mode = Empty,
            status = Empty,
        );
        Self {
            span,
            received,
            begun,
            mode: Cell::new("live"),
            #[cfg(feature = "metrics")]
            labels: Cell::default(),
            observing: observers.map(|them| Observing::new(them, id, headers, received, begun)),
            answered: false,
        }
    }

    /// The name of the token, never more of it.
    pub(crate) fn caller(&self, caller: Caller) {
        if let Some(name) = caller.name {
            self.span.record("token", name);
        }
        if let Some(observing) = &self.observing {
            observing.caller(caller);
        }
        #[cfg(feature = "metrics")]
        {
            let token = Some(caller.name.unwrap_or("none"));
            self.labels.set(Labels { token, ..self.labels.get() });
        }
    }

    pub(crate) fn mode(&self, mode: Mode) {
        self.mode.set(mode.as_str());
        if let Some(observing) = &self.observing {
            observing.mode(mode);
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
        if let Some(observing) = &self.observing {
            observing.asks_for(Asked::Endpoint(module, endpoint), params);
        }
        let (module, method) = (module.name(), endpoint.method);
        // All at once: a subscriber may write the whole span anew for each.
        tracing::record_all!(self.span, module, endpoint = method, mode = self.mode.get());
        self.label(endpoint.pattern, module);
    }

    pub(crate) fn document(&self, document: &FixedDocument) {
        if let Some(observing) = &self.observing {
            observing.asks_for(Asked::Document(document.route), &[]);
        }
        tracing::record_all!(self.span, module = document.name, mode = self.mode.get());
        self.label(document.route, document.name);
    }

    #[cfg(feature = "metrics")]
    fn label(&self, route: &'static str, module: &'static str) {
        self.labels.set(Labels { route, module, ..self.labels.get() });
    }

    #[cfg(not(feature = "metrics"))]
    #[allow(clippy::unused_self, reason = "labels are the metrics'")]
    fn label(&self, _: &'static str, _: &'static str) {}

    /// That of an action, once it has arrived.
    pub(crate) fn body(&self, body: &Bytes) {
        if let Some(observed) = self.observing.as_ref().and_then(Observing::observed) {
            observed.body(body);
        }
    }

    /// Where the options of an action are put for its observers.
    pub(crate) fn event_slot(&self) -> Option<EventSlot> {
        self.observing.as_ref()?.observed().map(|observed| observed.event_slot())
    }

    /// An action, which may end when this is over.
    pub(crate) fn action_begins(&self) -> Told {
        let observed = self.observing.as_ref().and_then(Observing::observed);
        if let Some(observed) = observed {
            observed.action_begins();
        }
        Told {
            observed: observed.cloned(),
            begun: self.begun,
            #[cfg(feature = "metrics")]
            labels: self.labels.get(),
        }
    }

    /// The answer is an error; `asked` finds what the request was for, if that was not told before.
    pub(crate) fn refused(&self, error: &Error, asked: impl FnOnce() -> Asked) {
        if let Some(observing) = &self.observing {
            observing.refused(error, asked);
        }
    }

    pub(crate) fn answered(mut self, status: u16, http: &HttpRequest) {
        self.answered = true;
        let elapsed_us = self.end(Some(status));
        if let Some(observed) = self.observing.as_ref().and_then(Observing::observed) {
            observed.answered(status);
        }
        self.span.record("status", status); // a trace has the span alone
        self.span.in_scope(|| match Unfound::of_status(status, http) {
            None => tracing::info!(target: "churnkey", status, elapsed_us, "answered"),
            Some(Unfound { method, path }) => {
                tracing::info!(target: "churnkey", status, elapsed_us, method, path, "answered");
            }
        });
    }

    /// Gives the time that it took, in microseconds.
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
