//! The metrics, which Prometheus fetches from a port that Churnkey cannot reach.

use std::io;
use std::time::Duration;

use actix_web::dev::ServerHandle;
use actix_web::{App, HttpResponse, HttpServer, rt, web};
use metrics_exporter_prometheus::{Matcher, PrometheusBuilder, PrometheusHandle};

const ADDRESS_VARIABLE: &str = "METRICS_ADDR";
const DEFAULT_ADDRESS: &str = "127.0.0.1:9464";

/// In seconds, from a read in memory to the timeout of a request; what matters is usually the 99th percentile.
const DURATIONS: [f64; 14] =
    [0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1.0, 2.5, 5.0, 10.0, 30.0];

pub(crate) struct Metrics(PrometheusHandle);

impl Metrics {
    pub(crate) fn install() -> io::Result<Self> {
        let durations = Matcher::Suffix("_duration_seconds".to_owned());
        let recorder = PrometheusBuilder::new()
            .set_buckets_for_metric(durations, &DURATIONS)
            .and_then(PrometheusBuilder::install_recorder)
            .map_err(io::Error::other)?;
        Ok(Self(recorder))
    }

    /// Serves `/metrics` on its own address, until it is stopped.
    pub(crate) fn serve(self) -> io::Result<MetricsServer> {
        let address =
            std::env::var(ADDRESS_VARIABLE).unwrap_or_else(|_| DEFAULT_ADDRESS.to_owned());
        let recorder = web::Data::new(self.0);
        let rendered = recorder.clone();
        let server = HttpServer::new(move || {
            App::new().app_data(rendered.clone()).route("/metrics", web::get().to(render))
        })
        .workers(1)
        .disable_signals() // it stops after the integration's server, not with it
        .bind(&address)
        .map_err(|error| {
            io::Error::new(
                error.kind(),
                format!("cannot listen on `{address}` (set {ADDRESS_VARIABLE}): {error}"),
            )
        })?;
        for address in server.addrs() {
            println!("metrics on http://{address}/metrics");
        }
        let server = server.run();
        let handle = server.handle();
        rt::spawn(server);
        rt::spawn(tidy(recorder));
        Ok(MetricsServer(handle))
    }
}

async fn render(recorder: web::Data<PrometheusHandle>) -> HttpResponse {
    HttpResponse::Ok().content_type("text/plain; version=0.0.4").body(recorder.render())
}

/// Samples are kept until they are fetched, which may never happen.
async fn tidy(recorder: web::Data<PrometheusHandle>) {
    loop {
        rt::time::sleep(Duration::from_secs(5)).await;
        recorder.run_upkeep();
    }
}

pub(crate) struct MetricsServer(ServerHandle);

impl MetricsServer {
    pub(crate) async fn stop(self) {
        self.0.stop(false).await; // without waiting for a scraper's open connection
    }
}
