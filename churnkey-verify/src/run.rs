//! One run: it sends requests within its limits, and keeps what it finds.

use std::collections::{BTreeSet, HashMap};
use std::time::Instant;

use churnkey_runtime::Mode;
use serde_json::Value;

use crate::Verifier;
use crate::checks::{Check, REACH_BOUNDS, REACH_JSON, REACH_TIME};
use crate::exchange::Exchange;
use crate::fault::{Fault, Severity};
use crate::inspect;
use crate::probe::Probe;
use crate::report::{Outcome, Report};
use crate::shown::shortened;
use crate::transport::{Failure, Transport};

pub(crate) struct Run<'a> {
    pub(crate) settings: &'a Verifier,
    pub(crate) features_path: String,
    transport: &'a Transport,
    outcomes: Vec<Outcome>,
    /// The outcome of each kind of fault, so that the same fault in many objects is reported once.
    kinds: HashMap<String, usize>,
    /// Requests that got no answer, which are not sent again.
    hung: BTreeSet<String>,
    requests: usize,
    begun: Instant,
    exhausted: bool,
    /// Why the last request got no answer.
    pub(crate) failure: Option<Failure>,
}

impl<'a> Run<'a> {
    pub(crate) fn new(
        settings: &'a Verifier,
        transport: &'a Transport,
        features_path: Option<String>,
    ) -> Self {
        let features_path = features_path.unwrap_or_else(|| "/features".to_owned());
        Self {
            settings,
            features_path: format!("/{}", features_path.trim_start_matches('/')),
            transport,
            outcomes: Vec::new(),
            kinds: HashMap::new(),
            hung: BTreeSet::new(),
            requests: 0,
            begun: Instant::now(),
            exhausted: false,
            failure: None,
        }
    }

    pub(crate) fn report(self) -> Report {
        Report { outcomes: self.outcomes, requests: self.requests, elapsed: self.begun.elapsed() }
    }

    /// A request as Churnkey sends it, with the token and the mode.
    pub(crate) fn probe(&self, method: &'static str, path: impl Into<String>) -> Probe {
        Probe {
            method,
            path: path.into(),
            shown: None,
            token: Some(self.settings.token.clone()),
            mode: Some(self.settings.mode.as_str().to_owned()),
            body: None,
        }
    }

    /// An action with this body, as Churnkey sends it.
    pub(crate) async fn act(&mut self, path: &str, body: &Value) -> Option<Exchange> {
        let probe = self.probe("POST", path);
        self.send(Probe { body: Some(body.to_string()), ..probe }).await
    }

    /// Sends a read as Churnkey does, and checks that a success is JSON and is labelled as JSON.
    ///
    /// Reports a missing answer or a success that is not JSON, and returns `None`.
    pub(crate) async fn read(&mut self, path: impl Into<String>) -> Option<Exchange> {
        let probe = self.probe("GET", path);
        self.read_as(probe).await
    }

    pub(crate) async fn read_as(&mut self, probe: Probe) -> Option<Exchange> {
        let exchange = self.send(probe).await?;
        if exchange.is_success() {
            self.is_json(&exchange).then_some(exchange)
        } else {
            Some(exchange)
        }
    }

    /// Whether a success is JSON. A wrong header does not count, since Churnkey may read the body anyway.
    pub(crate) fn is_json(&mut self, exchange: &Exchange) -> bool {
        // The fault concerns the whole answer, so it has no path.
        if let Some(Fault { check, expected, got, .. }) = inspect::json(exchange) {
            self.fail(check, &exchange.shown, &expected, &got);
        }
        exchange.json.is_some()
    }

    /// Sends a request. Reports a missing answer and returns `None`; also returns `None` once the run is at its limits.
    pub(crate) async fn send(&mut self, probe: Probe) -> Option<Exchange> {
        let shown = probe.shown();
        let place =
            format!("{} {}", probe.method, probe.path.split('?').next().unwrap_or_default());
        if self.hung.contains(&place) || !self.may_send() {
            return None;
        }
        self.requests += 1;
        match self
            .transport
            .send(probe.into_request(&self.settings.headers, &self.settings.credentials))
            .await
        {
            Ok(response) => Some(Exchange::new(shown, response)),
            Err(failure) => {
                self.hung.insert(place);
                self.report_failure(&shown, &failure);
                self.failure = Some(failure);
                None
            }
        }
    }

    fn may_send(&mut self) -> bool {
        let (requests, time) = (self.settings.requests, self.settings.time);
        if self.requests < requests && self.begun.elapsed() < time {
            return true;
        }
        if !self.exhausted {
            self.exhausted = true;
            let got = format!("{} requests in {} s", self.requests, self.begun.elapsed().as_secs());
            let expected = format!("at most {requests} requests in {} s", time.as_secs());
            self.warn(&REACH_BOUNDS, "the whole run", &expected, &got);
        }
        false
    }

    fn report_failure(&mut self, shown: &str, failure: &Failure) {
        let seconds = self.settings.timeout.as_secs_f64();
        let in_time = format!("an answer within {seconds} s");
        match failure {
            Failure::TimedOut => self.fail(&REACH_TIME, shown, &in_time, "none"),
            Failure::Connection(why) => self.fail(&REACH_TIME, shown, &in_time, why),
            Failure::TooLarge => {
                self.fail(&REACH_JSON, shown, "JSON of a few MiB at most", "more than that");
            }
            Failure::Unsendable(what) => {
                let got = format!("`{}` cannot be sent", shortened(what));
                self.fail(&REACH_TIME, shown, "a request that can be sent", &got);
            }
        }
    }

    /// Whether anything but a read may be sent at all.
    pub(crate) fn may_write(&self) -> bool {
        let live = self.settings.mode == Mode::Live;
        self.settings.write.is_some() && (!live || self.settings.force_live_writes)
    }

    /// Whether one of these checks, or groups of checks, is selected.
    pub(crate) fn selects(&self, ids: &[&str]) -> bool {
        ids.iter().any(|id| self.settings.selects(id))
    }

    /// How often a check has failed or warned so far.
    pub(crate) fn faults(&self, check: &Check) -> usize {
        let counts = |outcome: &&Outcome| {
            outcome.check.id == check.id
                && matches!(outcome.severity, Severity::Failed | Severity::Warning)
        };
        self.outcomes.iter().filter(counts).map(|outcome| outcome.also + 1).sum()
    }

    /// Passes, unless the check has found more faults than `before`.
    pub(crate) fn pass_unless(&mut self, check: &'static Check, tried: &str, before: usize) {
        if self.faults(check) == before {
            self.pass(check, tried);
        }
    }

    pub(crate) fn pass(&mut self, check: &'static Check, tried: &str) {
        self.record(check, Severity::Passed, tried, "", "as expected", None);
    }

    pub(crate) fn skip(&mut self, check: &'static Check, tried: &str, why: &str) {
        self.record(check, Severity::Skipped, tried, "", why, None);
    }

    pub(crate) fn warn(&mut self, check: &'static Check, tried: &str, expected: &str, got: &str) {
        self.record(check, Severity::Warning, tried, expected, got, None);
    }

    pub(crate) fn fail(&mut self, check: &'static Check, tried: &str, expected: &str, got: &str) {
        self.record(check, Severity::Failed, tried, expected, got, None);
    }

    /// A fault at a place in the answer to `tried`.
    pub(crate) fn fault(&mut self, tried: &str, fault: Fault) {
        let Fault { check, severity, path, expected, got } = fault;
        self.record(check, severity, tried, &expected, &got, Some(path));
    }

    /// Fails once and only counts the repeats, for faults that every endpoint has.
    pub(crate) fn fail_once(
        &mut self,
        check: &'static Check,
        tried: &str,
        expected: &str,
        got: &str,
    ) {
        if self.settings.selects(check.id) && !self.repeats(&format!("{} {expected}", check.id)) {
            self.fail(check, tried, expected, got);
        }
    }

    /// Whether a fault of this kind has already been reported. If so, it is counted there. If not, it is registered as
    /// the next outcome.
    fn repeats(&mut self, kind: &str) -> bool {
        if let Some(known) = self.kinds.get(kind).and_then(|at| self.outcomes.get_mut(*at)) {
            known.also += 1;
            return true;
        }
        self.kinds.insert(kind.to_owned(), self.outcomes.len());
        false
    }

    fn record(
        &mut self,
        check: &'static Check,
        severity: Severity,
        tried: &str,
        expected: &str,
        got: &str,
        path: Option<String>,
    ) {
        if !self.settings.selects(check.id) {
            return;
        }
        let is_fault = matches!(severity, Severity::Failed | Severity::Warning);
        if is_fault && let Some(path) = &path {
            let kind = format!("{} {severity:?} {} {expected}", check.id, without_positions(path));
            if self.repeats(&kind) {
                return;
            }
        }
        let outcome = Outcome {
            check,
            severity,
            tried: tried.to_owned(),
            expected: expected.to_owned(),
            got: got.to_owned(),
            path,
            also: 0,
        };
        if let Some(progress) = &self.settings.on_progress {
            progress(&outcome);
        }
        self.outcomes.push(outcome);
    }
}

/// `$.data[3].items[0].price` as `$.data[].items[].price`.
fn without_positions(path: &str) -> String {
    let mut inside = false;
    path.chars()
        .filter(|letter| {
            if *letter == ']' {
                inside = false;
            }
            let kept = !inside;
            if *letter == '[' {
                inside = true;
            }
            kept
        })
        .collect()
}
