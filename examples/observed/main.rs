//! An observable integration: a log in JSON, metrics for Prometheus on a separate port and, with the feature `otlp`,
//! traces that are sent to an OpenTelemetry collector.
//!
//! `export CK_INTEGRATION_TOKEN=ck_int_0123456789 OTEL_EXPORTER_OTLP_ENDPOINT=http://127.0.0.1:4318 OTEL_SERVICE_NAME=billing`
//! `cargo run -p churnkey-examples --features otlp --example observed` (or `--features metrics`, without traces)
//! `curl -H 'Authorization: Bearer ck_int_0123456789' 127.0.0.1:8080/churnkey/customers/u_1001`
//! `curl 127.0.0.1:9464/metrics`
//!
//! `RUST_LOG` says what is logged (`info` by default), and `METRICS_ADDR` where the metrics are. Without
//! `OTEL_EXPORTER_OTLP_ENDPOINT` no trace is sent.

mod billing;
mod logs;
mod metrics;
#[cfg_attr(not(feature = "otlp"), path = "no_traces.rs")]
mod traces;

use churnkey::Integration;

use crate::billing::Billing;
use crate::metrics::Metrics;
use crate::traces::Traces;

#[actix_web::main]
async fn main() -> std::io::Result<()> {
    let traces = Traces::from_env()?;
    logs::init(traces.layer());
    let metrics = Metrics::install()?; // before the integration is built, since that describes its metrics

    let integration = Integration::builder(Billing::sample())
        // Called only with a valid token: nobody else has a say in traces.
        .on_request(|head, span| traces::continue_from(head.headers(), span));
    // The boot table goes to standard output, the log to standard error. Where both end in one file, say `quiet()` here.
    let server = integration.from_env().build()?.server().bind()?;
    let metrics = metrics.serve()?;

    let ended = server.run().await; // until SIGTERM; the last requests are measured and traced too
    metrics.stop().await;
    traces.flush();
    ended
}
