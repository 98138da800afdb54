//! Sends each request to both integrations, within the rate and the bounds, and counts the differences.

use std::time::{Duration, Instant};

use actix_web::rt;

use super::cannot_compare::{CannotCompare, Which};
use super::fields::{DifferenceKind, FieldDiffers};
use super::report::{ComparisonReport, ComparisonVerdict, EndpointComparison};
use super::settings::{Comparison, ComparisonProgress, Side};
use crate::exchange::Exchange;
use crate::transport::{Failure, Request, Response, Transport};

/// How often a request is repeated after 429 or 503, and the longest wait before that.
const RETRIES: usize = 4;
const LONGEST_WAIT: Duration = Duration::from_mins(1);
/// After this many requests in a row without an answer, the run stops.
const UNANSWERED: usize = 5;

/// An answer, or the transport's error.
pub(super) type Answer = Result<Exchange, Failure>;

/// The answers of both integrations.
pub(super) struct Pair {
    pub(super) old: Answer,
    pub(super) new: Answer,
}

pub(super) struct Run<'a> {
    pub(super) settings: &'a Comparison,
    endpoints: Vec<EndpointComparison>,
    pub(super) unfinished: Vec<String>,
    /// The number of customers compared so far, and of all to compare.
    pub(super) customers: (usize, usize),
    requests: usize,
    begun: Instant,
    next: Instant,
    /// Whether no more requests may be sent.
    pub(super) stopped: bool,
    unanswered: [usize; 2],
}

impl<'a> Run<'a> {
    pub(super) fn new(settings: &'a Comparison) -> Self {
        Self {
            settings,
            endpoints: Vec::new(),
            unfinished: Vec::new(),
            customers: (0, 0),
            requests: 0,
            begun: Instant::now(),
            next: Instant::now(),
            stopped: false,
            unanswered: [0, 0],
        }
    }

    pub(super) fn report(self) -> ComparisonReport {
        let verdict = if self.endpoints.iter().any(|endpoint| endpoint.differing > 0) {
            ComparisonVerdict::Different
        } else if self.unfinished.is_empty() {
            ComparisonVerdict::Same
        } else {
            ComparisonVerdict::Unfinished
        };
        ComparisonReport {
            verdict,
            endpoints: self.endpoints,
            unfinished: self.unfinished,
            customers: self.customers.0,
            requests: self.requests,
            elapsed: self.begun.elapsed(),
        }
    }

    /// Records once that something was not compared.
    pub(super) fn leave_out(&mut self, what: impl Into<String>) {
        let what = what.into();
        if !self.unfinished.contains(&what) {
            self.unfinished.push(what);
        }
    }

    /// Sends a request to both at the same time, each with its own path. Returns `None` if no more may be sent.
    pub(super) async fn ask(&mut self, old_path: &str, new_path: &str) -> Option<Pair> {
        self.may_send().then_some(())?;
        self.wait().await;
        let Comparison { old, new, .. } = self.settings;
        let other = rt::spawn(send(old.transport.clone(), self.request(old, old_path)));
        let (new, sent) = send(new.transport.clone(), self.request(new, new_path)).await;
        let (old, also) = match other.await {
            Ok(answered) => answered,
            Err(error) => (Err(Failure::Connection(error.to_string())), 1),
        };
        self.requests += sent + also;
        self.watch(Which::Old, old.is_ok());
        self.watch(Which::New, new.is_ok());
        Some(Pair { old: old.map(exchange), new: new.map(exchange) })
    }

    /// Sends a request to one integration, after the other's list has ended.
    pub(super) async fn ask_one(&mut self, which: Which, path: &str) -> Option<Answer> {
        self.may_send().then_some(())?;
        self.wait().await;
        let side = match which {
            Which::Old => &self.settings.old,
            Which::New => &self.settings.new,
        };
        let (answer, sent) = send(side.transport.clone(), self.request(side, path)).await;
        self.requests += sent;
        self.watch(which, answer.is_ok());
        Some(answer.map(exchange))
    }

    fn request(&self, side: &Side, path: &str) -> Request {
        let mut request =
            Request::get(path).header("accept", "application/json").mode(self.settings.mode);
        request.headers.extend(side.headers.iter().cloned());
        side.credentials.apply(request, &side.token)
    }

    fn watch(&mut self, which: Which, answered: bool) {
        let [old, new] = &mut self.unanswered;
        let count = if which == Which::Old { old } else { new };
        *count = if answered { 0 } else { *count + 1 };
        if *count >= UNANSWERED && !self.stopped {
            self.stopped = true;
            self.leave_out(format!("the rest: {which} no longer answers"));
        }
    }

    fn may_send(&mut self) -> bool {
        if self.stopped {
            return false;
        }
        let Comparison { time, requests, .. } = self.settings;
        if self.begun.elapsed() < *time && self.requests < *requests {
            return true;
        }
        self.stopped = true;
        let (sent, seconds) = (self.requests, self.begun.elapsed().as_secs());
        self.leave_out(format!(
            "the rest: the run reached its limits after {sent} requests and {seconds} s"
        ));
        false
    }

    /// Waits until the rate allows the next request.
    async fn wait(&mut self) {
        let now = Instant::now();
        rt::time::sleep(self.next.saturating_duration_since(now)).await;
        self.next = self.next.max(now) + Duration::from_secs_f64(1.0 / self.settings.rate);
    }

    /// Counts the answer to a request, or an object of a list.
    pub(super) fn count(
        &mut self,
        (module, pattern): (&'static str, &str),
        path: &str,
        mut differences: Vec<FieldDiffers>,
    ) {
        differences.retain(|difference| !self.is_ignored(module, &difference.field));
        let endpoint = format!("GET /churnkey{pattern}");
        let request = format!("GET /churnkey{path}");
        let request = self.settings.show_values.then_some(request);
        self.endpoint(module, &endpoint).count(request.as_deref(), differences);
        if let Some(progress) = &self.settings.on_progress {
            let differences = self.endpoints.iter().map(|endpoint| endpoint.fields.len()).sum();
            progress(&ComparisonProgress {
                endpoint: &endpoint,
                customers: self.customers,
                requests: self.requests,
                differences,
            });
        }
    }

    fn endpoint(&mut self, module: &'static str, endpoint: &str) -> &mut EndpointComparison {
        let known = self.endpoints.iter().position(|known| known.endpoint == endpoint);
        let at = known.unwrap_or(self.endpoints.len());
        if known.is_none() {
            self.endpoints.push(EndpointComparison::new(module, endpoint.to_owned()));
        }
        // Pushed just now if it was new.
        #[allow(clippy::indexing_slicing, reason = "`at` is a position in the list")]
        &mut self.endpoints[at]
    }

    fn is_ignored(&self, module: &str, field: &str) -> bool {
        self.settings.ignored.iter().any(|ignored| {
            let ignored = ignored
                .strip_prefix(module)
                .and_then(|rest| rest.strip_prefix('.'))
                .unwrap_or(ignored);
            field.strip_prefix(ignored).is_some_and(|rest| {
                rest.is_empty() || rest.starts_with('.') || rest.starts_with("[]")
            })
        })
    }
}

fn exchange(response: Response) -> Exchange {
    Exchange::new(String::new(), response)
}

/// Sends a request, and repeats it while the answer says to come back later. Returns how often it was sent.
async fn send(transport: Transport, request: Request) -> (Result<Response, Failure>, usize) {
    let mut sent = 1;
    loop {
        let answer = transport.send(request.clone()).await;
        let later = match &answer {
            Ok(response) if matches!(response.status, 429 | 503) => response.retry_after,
            _ => None,
        };
        match later {
            Some(time) if sent <= RETRIES && time <= LONGEST_WAIT => rt::time::sleep(time).await,
            _ => return (answer, sent),
        }
        sent += 1;
    }
}

/// Returns the error that stops the run if a first answer is unusable.
pub(super) fn first(which: Which, answer: Answer) -> Result<Exchange, CannotCompare> {
    let exchange = answer
        .map_err(|failure| CannotCompare::Unreachable { which, cause: failure.to_string() })?;
    match exchange.status {
        status @ (401 | 403) => Err(CannotCompare::TokenRefused { which, status }),
        _ => Ok(exchange),
    }
}

/// The difference between two answers that did not both succeed: in status, or because one is missing. `None` if both
/// succeeded, so that their bodies must be compared.
pub(super) fn by_status(old: &Answer, new: &Answer) -> Option<Vec<FieldDiffers>> {
    let status = |answer: &Answer| match answer {
        Ok(exchange) => exchange.status.into(),
        Err(failure) => failure.to_string().into(),
    };
    match (old, new) {
        (Ok(one), Ok(other)) if one.is_success() && other.is_success() => None,
        // Error messages may differ between integrations.
        (Ok(one), Ok(other)) if one.status == other.status => Some(Vec::new()),
        _ => Some(vec![FieldDiffers {
            field: "HTTP status".to_owned(),
            kind: DifferenceKind::AnotherValue,
            old: status(old),
            new: status(new),
        }]),
    }
}

/// Whether both say that they cannot answer, so that there is nothing to compare.
pub(super) fn both_fail(old: &Answer, new: &Answer) -> bool {
    let fails = |answer: &Answer| match answer {
        Ok(exchange) => exchange.status == 429 || exchange.status >= 500,
        Err(_) => true,
    };
    fails(old) && fails(new)
}

/// What to leave out if neither answer can be compared.
pub(super) fn unanswered(pattern: &str) -> String {
    format!("some of GET /churnkey{pattern}: neither integration gives a readable answer")
}
