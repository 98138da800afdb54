//! The requests' spans as OpenTelemetry traces, sent over OTLP (HTTP, protobuf) by a thread of the SDK.
//!
//! All settings are those of OpenTelemetry's environment: `OTEL_EXPORTER_OTLP_ENDPOINT`, `OTEL_SERVICE_NAME`,
//! `OTEL_TRACES_SAMPLER`, and so on.

use std::io;
use std::pin::Pin;
use std::time::Duration;

use actix_web::http::header::{HeaderMap, HeaderName};
use opentelemetry::propagation::{Extractor, TextMapPropagator as _};
use opentelemetry::trace::TracerProvider as _;
use opentelemetry_http::{Bytes, HttpClient, HttpError, Request, Response};
use opentelemetry_otlp::{SpanExporter, WithHttpConfig as _};
use opentelemetry_sdk::propagation::TraceContextPropagator;
use opentelemetry_sdk::trace::SdkTracerProvider;
use tracing::Span;
use tracing_opentelemetry::OpenTelemetrySpanExt as _;
use tracing_subscriber::Layer as _;

use crate::logs::Listener;

pub(crate) struct Traces(Option<SdkTracerProvider>);

impl Traces {
    /// Sends to the endpoint in the environment; without one, nothing is sent.
    pub(crate) fn from_env() -> io::Result<Self> {
        if std::env::var_os("OTEL_EXPORTER_OTLP_ENDPOINT").is_none_or(|url| url.is_empty()) {
            return Ok(Self(None));
        }
        let exporter = SpanExporter::builder()
            .with_http()
            .with_http_client(Client::new())
            .build()
            .map_err(io::Error::other)?;
        Ok(Self(Some(SdkTracerProvider::builder().with_batch_exporter(exporter).build())))
    }

    pub(crate) fn layer(&self) -> Option<Listener> {
        let tracer = self.0.as_ref()?.tracer("churnkey");
        let layer = tracing_opentelemetry::layer()
            .with_tracer(tracer)
            .with_context_activation(false) // it would start the span before `continue_from` can give it a parent
            .with_location(false)
            .with_threads(false);
        Some(layer.boxed())
    }

    /// Sends what is left, which may take as long as the exporter's timeout.
    pub(crate) fn flush(self) {
        if let Some(Err(error)) = self.0.map(|provider| provider.shutdown()) {
            tracing::warn!(%error, "the last traces could not be sent");
        }
    }
}

/// Makes the caller's span the parent of this request's, if there is a `traceparent`; it decides on sampling then.
pub(crate) fn continue_from(headers: &HeaderMap, span: &Span) {
    let caller = TraceContextPropagator::new().extract(&Headers(headers));
    // Refused only where no layer listens: then there is nothing to do.
    let _ = span.set_parent(caller);
}

struct Headers<'a>(&'a HeaderMap);

impl Extractor for Headers<'_> {
    fn get(&self, name: &str) -> Option<&str> {
        self.0.get(name)?.to_str().ok()
    }

    fn keys(&self) -> Vec<&str> {
        self.0.keys().map(HeaderName::as_str).collect()
    }
}

/// ureq, since the usual client, reqwest, brings a second TLS provider and many more crates. It blocks, but only the
/// SDK's own thread.
#[derive(Debug)]
struct Client(ureq::Agent);

impl Client {
    fn new() -> Self {
        let config = ureq::Agent::config_builder()
            .http_status_as_error(false) // the exporter decides what to send again
            .timeout_global(Some(Duration::from_secs(10)));
        Self(config.build().into())
    }

    fn send(&self, request: Request<Bytes>) -> Result<Response<Bytes>, ureq::Error> {
        let (head, body) = request.into_parts();
        let (head, mut body) = self.0.run(Request::from_parts(head, body.to_vec()))?.into_parts();
        Ok(Response::from_parts(head, body.read_to_vec()?.into()))
    }
}

impl HttpClient for Client {
    fn send_bytes<'client, 'sent>(
        &'client self,
        request: Request<Bytes>,
    ) -> Pin<Box<dyn Future<Output = Result<Response<Bytes>, HttpError>> + Send + 'sent>>
    where
        'client: 'sent,
        Self: 'sent,
    {
        Box::pin(async move { Ok(self.send(request)?) })
    }
}
