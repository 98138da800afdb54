//! A merchant whose traces go on from the caller's: its proxy's span is the parent of the request's, and that one of the
//! merchant's own.

use std::sync::{Arc, Mutex};

use churnkey::prelude::*;
use churnkey::testing::Harness;
use churnkey::{Builder, Integration, RequestInfo};
use opentelemetry::Context;
use opentelemetry::propagation::{Extractor, TextMapPropagator as _};
use opentelemetry::trace::TracerProvider as _;
use opentelemetry_sdk::error::OTelSdkResult;
use opentelemetry_sdk::propagation::TraceContextPropagator;
use opentelemetry_sdk::trace::{SdkTracerProvider, SpanData, SpanExporter};
use tracing_opentelemetry::OpenTelemetrySpanExt as _;
use tracing_subscriber::layer::SubscriberExt as _;
use tracing_subscriber::util::SubscriberInitExt as _;

struct Billing;

#[churnkey::controller]
impl Customers for Billing {
    async fn retrieve(&self, id: CustomerId) -> Result<Customer> {
        Ok(Customer::new(id))
    }
}

#[churnkey::controller]
impl Prices for Billing {
    async fn retrieve(&self, id: PriceId) -> Result<Price> {
        Err(Error::not_found(format!("price {id} does not exist")))
    }

    async fn list(&self, page: PageRequest) -> Result<Page<Price>> {
        Page::slice(&[], &page)
    }
}

#[churnkey::controller]
impl Subscriptions for Billing {
    async fn retrieve(&self, key: SubscriptionKey) -> Result<Subscription> {
        Err(Error::not_found(format!("subscription {} does not exist", key.subscription_id)))
    }
}

#[churnkey::action(cancel, schedules(immediate))]
async fn cancel(_: &Billing, _: CancelOptions) -> Result<()> {
    // What a client of another service sends along, so that its log and ours meet.
    let id = RequestInfo::current().map(|request| request.request_id().to_owned());
    tracing::info_span!("ledger", id).in_scope(|| Ok(()))
}

/// The headers of a request as OpenTelemetry reads them.
struct Headers<'h>(&'h actix_web::http::header::HeaderMap);

impl Extractor for Headers<'_> {
    fn get(&self, name: &str) -> Option<&str> {
        self.0.get(name)?.to_str().ok()
    }

    fn keys(&self) -> Vec<&str> {
        self.0.keys().map(|name| name.as_str()).collect()
    }
}

fn integration() -> Builder<Billing> {
    Integration::builder(Billing).name("Acme Video").on_request(|head, span| {
        let propagator = TraceContextPropagator::new();
        let caller = propagator.extract_with_context(&Context::new(), &Headers(head.headers()));
        let _ = span.set_parent(caller); // refused only where nobody listens
    })
}

/// Where a program has its collector.
#[derive(Debug, Clone, Default)]
struct Collected(Arc<Mutex<Vec<SpanData>>>);

impl SpanExporter for Collected {
    async fn export(&self, spans: Vec<SpanData>) -> OTelSdkResult {
        self.0.lock().unwrap().extend(spans);
        Ok(())
    }
}

const CALLER: &str = "00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01";

#[actix_web::test]
async fn the_callers_span_is_the_parent() {
    let collected = Collected::default();
    let provider = SdkTracerProvider::builder().with_simple_exporter(collected.clone()).build();
    // Or the span would begin before `on_request` can give it a parent.
    let layer = tracing_opentelemetry::layer()
        .with_tracer(provider.tracer("billing"))
        .with_context_activation(false);
    tracing_subscriber::registry().with(layer).init();

    let harness = Harness::from_builder(integration()).header("traceparent", CALLER);
    let cancel = CancelOptions::new("u_1001", "s_77", Schedule::Immediate);
    harness.cancel(&cancel).await.unwrap();

    let spans = collected.0.lock().unwrap();
    let named = |name: &str| spans.iter().find(|span| span.name == name).unwrap();
    let (request, ledger) = (named("POST /actions/subscription/cancel"), named("ledger"));
    assert_eq!(request.parent_span_id.to_string(), "00f067aa0ba902b7");
    assert_eq!(ledger.parent_span_id, request.span_context.span_id());
    for span in [request, ledger] {
        let trace = span.span_context.trace_id().to_string();
        assert_eq!(trace, "4bf92f3577b34da6a3ce929d0e0e4736");
    }

    let says = |span: &SpanData, key: &str, value: &str| {
        let mut all = span.attributes.iter();
        all.any(|attribute| attribute.key.as_str() == key && attribute.value.as_str() == value)
    };
    assert!(says(request, "integration", "Acme Video"), "{request:?}");
    assert!(says(request, "http.route", "/actions/subscription/cancel"), "{request:?}");
    let mut numbers = request.attributes.iter();
    let status = numbers.find(|attribute| attribute.key.as_str() == "http.response.status_code");
    assert_eq!(status.map(|status| &status.value), Some(&opentelemetry::Value::I64(200)));
    assert!(says(ledger, "id", "4bf92f3577b34da6a3ce929d0e0e4736"), "{ledger:?}");
}
