//! Metrics through the `metrics` facade: the merchant chooses the exporter. Labels come from fixed sets, so that requests
//! cannot add time series.

use std::cell::RefCell;
use std::collections::HashMap;
use std::time::Duration;

use metrics::{
    Counter, Gauge, Histogram, Unit, counter, describe_counter, describe_gauge, describe_histogram,
    gauge, histogram,
};

use crate::http::outcome::Outcome;
use crate::module::endpoint::Verb;
use crate::module::mode::Mode;

const REQUESTS: &str = "churnkey_requests_total";
const SECONDS: &str = "churnkey_request_duration_seconds";
const IN_FLIGHT: &str = "churnkey_requests_in_flight";
const UNATTENDED: &str = "churnkey_actions_unattended";
const ENDED_UNATTENDED: &str = "churnkey_unattended_actions_total";
const HUNG: &str = "churnkey_actions_hung";
const GATE: &str = "churnkey_gate_closed";
const OVER_RATE: &str = "churnkey_actions_over_rate_total";
const PANICS: &str = "churnkey_panics_total";
const BY_TOKEN: &str = "churnkey_token_requests_total";

// Values of the label `kind`.
const READ: &str = "read";
const ACTION: &str = "action";

/// What is known about a request so far.
#[derive(Clone, Copy, PartialEq, Eq, Hash)]
pub(crate) struct Labels {
    /// The integration's name.
    pub(crate) integration: &'static str,
    /// The endpoint's pattern, such as `/customers/:id`.
    pub(crate) route: &'static str,
    pub(crate) module: &'static str,
    pub(crate) mode: &'static str,
    /// The name of the valid token, `none` if it has no name.
    pub(crate) token: Option<&'static str>,
}

impl Labels {
    pub(crate) fn new(integration: &'static str) -> Self {
        Self { integration, route: "unmatched", module: "none", mode: "none", token: None }
    }
}

/// Describes the metrics to the recorder, which must be installed by now, and sets an integration's own to zero, so that
/// its first panic shows as a change.
pub(crate) fn describe(integration: &'static str) {
    describe_counter!(REQUESTS, "Requests under /churnkey, by how they ended.");
    describe_histogram!(SECONDS, Unit::Seconds, "From a request's head to its answer.");
    describe_gauge!(IN_FLIGHT, "Requests that have reached a module and are not answered.");
    describe_gauge!(UNATTENDED, "Actions that go on after their client left or was answered 504.");
    describe_counter!(ENDED_UNATTENDED, "Actions that ended after that, by their outcome.");
    describe_gauge!(HUNG, "Actions that run for longer than `hung_after`.");
    describe_gauge!(GATE, "1 while the gate is closed by this name.");
    describe_counter!(OVER_RATE, "Actions beyond `actions_per_minute`.");
    describe_counter!(PANICS, "Panics in the merchant's methods, observers and `on_request`.");
    describe_counter!(BY_TOKEN, "Requests with a valid token, by its name.");
    let Gauges { reads, actions, unattended } = Gauges::new(integration);
    for gauge in [reads, actions, unattended] {
        gauge.increment(0.0);
    }
    gauge!(HUNG, "integration" => integration).increment(0.0);
    for mode in [Mode::Live, Mode::Test] {
        counter!(OVER_RATE, "integration" => integration, "mode" => mode.as_str()).increment(0);
    }
    counter!(PANICS, "integration" => integration).increment(0);
}

thread_local! {
    static METERS: Meters = Meters::default();
}

/// Cached handles of the recorder: looking one up by its labels costs more than recording the value.
#[derive(Default)]
struct Meters {
    gauges: RefCell<HashMap<&'static str, Gauges>>,
    ended: RefCell<HashMap<(Labels, Option<u16>), Series>>,
}

/// The gauges of one integration.
struct Gauges {
    reads: Gauge,
    actions: Gauge,
    unattended: Gauge,
}

impl Gauges {
    fn new(integration: &'static str) -> Self {
        Self {
            reads: gauge!(IN_FLIGHT, "integration" => integration, "kind" => READ),
            actions: gauge!(IN_FLIGHT, "integration" => integration, "kind" => ACTION),
            unattended: gauge!(UNATTENDED, "integration" => integration),
        }
    }
}

struct Series {
    requests: Counter,
    seconds: Histogram,
    by_token: Option<Counter>,
}

impl Series {
    fn new(labels: Labels, status: Option<u16>) -> Self {
        let Labels { integration, route, module, mode, token } = labels;
        let status = status.map_or_else(|| "gone".to_owned(), |status| status.to_string());
        Self {
            requests: counter!(
                REQUESTS,
                "integration" => integration,
                "route" => route,
                "module" => module,
                "mode" => mode,
                "status" => status,
            ),
            seconds: histogram!(
                SECONDS,
                "integration" => integration,
                "route" => route,
                "module" => module,
                "mode" => mode,
            ),
            by_token: token.map(|token| {
                counter!(BY_TOKEN, "integration" => integration, "token" => token, "route" => route)
            }),
        }
    }
}

pub(crate) fn ended(labels: Labels, status: Option<u16>, elapsed: Duration) {
    with_meters(|meters| {
        let mut all = meters.ended.borrow_mut();
        let ended = all.entry((labels, status)).or_insert_with(|| Series::new(labels, status));
        ended.requests.increment(1);
        ended.seconds.record(elapsed.as_secs_f64());
        if let Some(by_token) = &ended.by_token {
            by_token.increment(1);
        }
    });
}

pub(crate) fn in_flight(integration: &'static str, verb: Verb, change: f64) {
    with_gauges(integration, |gauges| match verb {
        Verb::Read => gauges.reads.increment(change),
        Verb::Write => gauges.actions.increment(change),
    });
}

pub(crate) fn unattended(integration: &'static str, change: f64) {
    with_gauges(integration, |gauges| gauges.unattended.increment(change));
}

pub(crate) fn ended_unattended(labels: Labels, outcome: Outcome) {
    let Labels { integration, module, mode, .. } = labels;
    counter!(
        ENDED_UNATTENDED,
        "integration" => integration,
        "module" => module,
        "mode" => mode,
        "outcome" => outcome.as_str(),
    )
    .increment(1);
}

pub(crate) fn hung(integration: &'static str, change: f64) {
    gauge!(HUNG, "integration" => integration).increment(change);
}

pub(crate) fn gate(
    integration: &'static str,
    target: &'static str,
    mode: &'static str,
    closed: bool,
) {
    let gauge = gauge!(GATE, "integration" => integration, "closed" => target, "mode" => mode);
    gauge.set(if closed { 1.0 } else { 0.0 });
}

pub(crate) fn over_rate(integration: &'static str, mode: &'static str) {
    counter!(OVER_RATE, "integration" => integration, "mode" => mode).increment(1);
}

pub(crate) fn panicked(integration: &'static str) {
    counter!(PANICS, "integration" => integration).increment(1);
}

fn with_gauges(integration: &'static str, measure: impl FnOnce(&Gauges)) {
    with_meters(|meters| {
        let mut all = meters.gauges.borrow_mut();
        measure(all.entry(integration).or_insert_with(|| Gauges::new(integration)));
    });
}

fn with_meters(measure: impl FnOnce(&Meters)) {
    // Fails only on a thread that ends with its process and drops what was in flight.
    let _ = METERS.try_with(measure);
}
