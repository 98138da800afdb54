//! Metrics through the facade `metrics`: the merchant chooses the exporter. Their labels are from fixed sets, so that
//! no request can make their number grow.

use std::time::Duration;

use metrics::{
    Unit, counter, describe_counter, describe_gauge, describe_histogram, gauge, histogram,
};

const REQUESTS: &str = "churnkey_requests_total";
const SECONDS: &str = "churnkey_request_duration_seconds";
const IN_FLIGHT: &str = "churnkey_requests_in_flight";
const UNATTENDED: &str = "churnkey_actions_unattended";
const PANICS: &str = "churnkey_panics_total";

/// What is known of a request by now.
#[derive(Clone, Copy)]
pub(crate) struct Labels {
    /// The endpoint's pattern, such as `/customers/:id`.
    pub(crate) route: &'static str,
    pub(crate) module: &'static str,
    pub(crate) mode: &'static str,
}

impl Default for Labels {
    fn default() -> Self {
        Self { route: "unmatched", module: "none", mode: "none" }
    }
}

/// Their descriptions, for a recorder that is installed by now.
pub(crate) fn describe() {
    describe_counter!(REQUESTS, "Requests under /churnkey, by how they ended.");
    describe_histogram!(SECONDS, Unit::Seconds, "From a request's head to its answer.");
    describe_gauge!(IN_FLIGHT, "Requests that have reached a module and are not answered.");
    describe_gauge!(UNATTENDED, "Actions that go on after their client left or was told 504.");
    describe_counter!(PANICS, "Panics in the merchant's methods.");
}

pub(crate) fn ended(labels: Labels, status: Option<u16>, elapsed: Duration) {
    let Labels { route, module, mode } = labels;
    let status = status.map_or_else(|| "gone".to_owned(), |status| status.to_string());
    let ended = counter!(
        REQUESTS, "route" => route, "module" => module, "mode" => mode, "status" => status
    );
    ended.increment(1);
    histogram!(SECONDS, "route" => route, "module" => module, "mode" => mode)
        .record(elapsed.as_secs_f64());
}

pub(crate) fn in_flight(change: f64) {
    gauge!(IN_FLIGHT).increment(change);
}

pub(crate) fn unattended(change: f64) {
    gauge!(UNATTENDED).increment(change);
}

pub(crate) fn panicked() {
    counter!(PANICS).increment(1);
}
