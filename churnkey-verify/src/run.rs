//! One run: it sends the requests within its bounds, and keeps what was found.

use std::collections::{BTreeSet, HashMap};
use std::time::Instant;

use churnkey_runtime::Mode;

use crate::Verifier;
use crate::answer::Answer;
use crate::checks::{Check, REACH_BOUNDS, REACH_CONTENT_TYPE, REACH_JSON, REACH_TIME};
use crate::report::{Outcome, Report, Weight};
use crate::transport::{Failure, Request, Transport};

/// A request before it is sent.
#[derive(Debug, Clone)]
pub(crate) struct Ask {
    pub(crate) method: &'static str,
    /// Below `/churnkey`.
    pub(crate) path: String,
    /// Instead of the path, where that holds personal data.
    pub(crate) shown: Option<String>,
    pub(crate) authorization: Option<String>,
    pub(crate) mode: Option<String>,
    pub(crate) body: Option<String>,
}

impl Ask {
    /// The request for people to read. An id or a cursor that is an e-mail address is left out.
    pub(crate) fn shown(&self) -> String {
        let path = self.shown.as_ref().unwrap_or(&self.path);
        let parts = path.split_inclusive(['/', '?', '&', '=']);
        let part = |part: &str| {
            if part.contains("%40") {
                let end = part.chars().last().filter(|last| "/?&=".contains(*last));
                return format!("…{}", end.map(String::from).unwrap_or_default());
            }
            part.to_owned()
        };
        format!("{} /churnkey{}", self.method, parts.map(part).collect::<String>())
    }
}

pub(crate) struct Run<'a> {
    pub(crate) settings: &'a Verifier,
    pub(crate) features_path: String,
    transport: Transport,
    outcomes: Vec<Outcome>,
    /// The outcome of each kind of fault, so that the same one in a hundred objects is told once.
    kinds: HashMap<String, usize>,
    /// Paths that never answered: they are not asked again.
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
        transport: Transport,
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

    /// A request as Churnkey sends it: with the token and the mode.
    pub(crate) fn request(&self, method: &'static str, path: impl Into<String>) -> Ask {
        Ask {
            method,
            path: path.into(),
            shown: None,
            authorization: Some(format!("Bearer {}", self.settings.token)),
            mode: Some(self.settings.mode.as_str().to_owned()),
            body: None,
        }
    }

    /// Sends a read as Churnkey does, and checks what holds for every success: that it is JSON and says so.
    ///
    /// `None` when there is no answer, or a success that is no JSON; that is told then.
    pub(crate) async fn read(&mut self, path: impl Into<String>) -> Option<Answer> {
        let ask = self.request("GET", path);
        self.read_as(ask).await
    }

    pub(crate) async fn read_as(&mut self, ask: Ask) -> Option<Answer> {
        let answer = self.send(ask).await?;
        if answer.is_success() { self.is_json(&answer).then_some(answer) } else { Some(answer) }
    }

    /// Whether a success is JSON. The header is told apart from it: Churnkey may read the body all the same.
    pub(crate) fn is_json(&mut self, answer: &Answer) -> bool {
        if answer.json.is_none() {
            self.fail(&REACH_JSON, &answer.shown, "JSON", &answer.summary());
            return false;
        }
        if !answer.says_json() {
            let got = answer.content_type.as_deref().unwrap_or("no Content-Type");
            let got = crate::answer::shortened(got);
            self.fail(&REACH_CONTENT_TYPE, &answer.shown, "Content-Type: application/json", &got);
        }
        true
    }

    /// Sends a request. `None` when there is no answer, which is told, or when the run is at its bounds.
    pub(crate) async fn send(&mut self, ask: Ask) -> Option<Answer> {
        let shown = ask.shown();
        let place = format!("{} {}", ask.method, ask.path.split('?').next().unwrap_or_default());
        if self.hung.contains(&place) || !self.may_send() {
            return None;
        }
        self.requests += 1;
        match self.transport.send(self.to_send(ask)).await {
            Ok(response) => Some(Answer::new(shown, response)),
            Err(failure) => {
                self.hung.insert(place);
                self.tell(&shown, &failure);
                self.failure = Some(failure);
                None
            }
        }
    }

    fn to_send(&self, ask: Ask) -> Request {
        let mut request = Request::get(ask.path).header("accept", "application/json");
        request.method = ask.method;
        if let Some(authorization) = ask.authorization {
            request = request.header("authorization", authorization);
        }
        if let Some(mode) = ask.mode {
            request = request.header("x-churnkey-mode", mode);
        }
        // Some frameworks refuse an empty body by this header, before they look at the token.
        if ask.body.as_ref().is_some_and(|body| !body.is_empty()) {
            request = request.header("content-type", "application/json");
        }
        request.headers.extend(self.settings.headers.iter().cloned());
        request.body = ask.body;
        request
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

    fn tell(&mut self, shown: &str, failure: &Failure) {
        let seconds = self.settings.timeout.as_secs_f64();
        let in_time = format!("an answer within {seconds} s");
        match failure {
            Failure::TimedOut => self.fail(&REACH_TIME, shown, &in_time, "none"),
            Failure::Connection(why) => self.fail(&REACH_TIME, shown, &in_time, why),
            Failure::TooLarge => {
                self.fail(&REACH_JSON, shown, "JSON of a few MiB at most", "more than that");
            }
            Failure::Unsendable(what) => {
                let got = format!("`{}` cannot be sent", crate::answer::shortened(what));
                self.fail(&REACH_TIME, shown, "a request that can be sent", &got);
            }
        }
    }

    /// Whether anything but a read may be sent at all.
    pub(crate) fn may_write(&self) -> bool {
        let live = self.settings.mode == Mode::Live;
        self.settings.write.is_some() && (!live || self.settings.force_live_writes)
    }

    /// Whether a check, or one of a group, was asked for.
    pub(crate) fn wants(&self, ids: &[&str]) -> bool {
        ids.iter().any(|id| self.settings.wants(id))
    }

    /// How often a check has failed or warned so far.
    pub(crate) fn faults(&self, check: &Check) -> usize {
        let weighs = |outcome: &&Outcome| {
            outcome.check.id == check.id
                && matches!(outcome.weight, Weight::Failed | Weight::Warning)
        };
        self.outcomes.iter().filter(weighs).map(|outcome| outcome.also + 1).sum()
    }

    /// Passed, unless the check has found something since it had found `before`.
    pub(crate) fn pass_unless(&mut self, check: &'static Check, tried: &str, before: usize) {
        if self.faults(check) == before {
            self.pass(check, tried);
        }
    }

    pub(crate) fn pass(&mut self, check: &'static Check, tried: &str) {
        self.record(check, Weight::Passed, tried, "", "as expected", None);
    }

    pub(crate) fn skip(&mut self, check: &'static Check, tried: &str, why: &str) {
        self.record(check, Weight::Skipped, tried, "", why, None);
    }

    pub(crate) fn warn(&mut self, check: &'static Check, tried: &str, expected: &str, got: &str) {
        self.record(check, Weight::Warning, tried, expected, got, None);
    }

    pub(crate) fn fail(&mut self, check: &'static Check, tried: &str, expected: &str, got: &str) {
        self.record(check, Weight::Failed, tried, expected, got, None);
    }

    /// Fails, and only counts what comes after: for what goes wrong at every endpoint alike.
    pub(crate) fn fail_once(
        &mut self,
        check: &'static Check,
        tried: &str,
        expected: &str,
        got: &str,
    ) {
        if self.settings.wants(check.id) && !self.repeats(&format!("{} {expected}", check.id)) {
            self.fail(check, tried, expected, got);
        }
    }

    /// Whether a fault of this kind was told already; if so it is counted there, or else it is the next to be told.
    fn repeats(&mut self, kind: &str) -> bool {
        if let Some(known) = self.kinds.get(kind).and_then(|at| self.outcomes.get_mut(*at)) {
            known.also += 1;
            return true;
        }
        self.kinds.insert(kind.to_owned(), self.outcomes.len());
        false
    }

    pub(crate) fn record(
        &mut self,
        check: &'static Check,
        weight: Weight,
        tried: &str,
        expected: &str,
        got: &str,
        path: Option<String>,
    ) {
        if !self.settings.wants(check.id) {
            return;
        }
        let heavy = matches!(weight, Weight::Failed | Weight::Warning);
        if heavy && let Some(path) = &path {
            let kind = format!("{} {weight:?} {} {expected}", check.id, without_positions(path));
            if self.repeats(&kind) {
                return;
            }
        }
        let outcome = Outcome {
            check,
            weight,
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
