//! The functions of `Builder::observe`, which are told of each request's end, once.

use std::cell::{Cell, OnceCell};
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::{Duration, Instant, SystemTime};

use actix_web::http::header::HeaderMap;
use actix_web::web::Bytes;

use crate::error::{Error, Result};
use crate::http::ended::{Asked, Ended, Failure};
use crate::http::outcome::Outcome;
use crate::http::request_id;
use crate::module::mode::Mode;
use crate::module::request_id::RequestId;
use crate::module::request_info::RequestInfo;
use crate::module::spellings::Spellings;
use crate::tokens::caller::Caller;

/// Of an integration.
#[derive(Default)]
pub(crate) struct Observers {
    functions: Vec<Function>,
    pub(crate) reads: bool,
    pub(crate) spellings: Option<Arc<Spellings>>,
    /// The integration's name.
    pub(crate) integration: &'static str,
}

type Function = Box<dyn Fn(&Ended) + Send + Sync>;

impl Observers {
    pub(crate) fn add(&mut self, observer: impl Fn(&Ended) + Send + Sync + 'static) {
        self.functions.push(Box::new(observer));
    }

    /// `None` when there is none, so that a request has nothing to do for it.
    pub(crate) fn shared(self) -> Option<Arc<Self>> {
        (!self.functions.is_empty()).then(|| Arc::new(self))
    }

    /// Whether they are told of a request for this.
    fn want(&self, asked: Asked) -> bool {
        self.reads || asked.is_action()
    }

    fn tell(&self, ended: &Ended) {
        for function in &self.functions {
            if catch_unwind(AssertUnwindSafe(|| function(ended))).is_err() {
                #[cfg(feature = "metrics")]
                super::metrics::panicked(self.integration);
                let request_id = ended.request_id();
                tracing::error!(target: "churnkey", request_id, "a function of `observe` panicked");
            }
        }
    }
}

/// A request that may be observed, when it is known what it is for. Those without a valid token never are.
pub(crate) struct Observing<'a> {
    observers: &'a Arc<Observers>,
    id: &'a RequestId,
    headers: &'a HeaderMap,
    received: SystemTime,
    begun: Instant,
    caller: Cell<Option<Caller>>,
    mode: Cell<Option<Mode>>,
    observed: OnceCell<Arc<Observed>>,
}

impl<'a> Observing<'a> {
    pub(super) fn new(
        observers: &'a Arc<Observers>,
        id: &'a RequestId,
        headers: &'a HeaderMap,
        received: SystemTime,
        begun: Instant,
    ) -> Self {
        let (caller, mode, observed) = (Cell::new(None), Cell::new(None), OnceCell::new());
        Self { observers, id, headers, received, begun, caller, mode, observed }
    }

    pub(super) fn caller(&self, caller: Caller) {
        self.caller.set(Some(caller));
    }

    pub(super) fn mode(&self, mode: Mode) {
        self.mode.set(Some(mode));
    }

    pub(super) fn asks_for(&self, asked: Asked, params: &[String]) {
        let Some(caller) = self.caller.get() else { return };
        if !self.observers.want(asked) {
            return;
        }
        let ended = Ended {
            integration: self.observers.integration,
            request_id: self.id.clone(),
            trace_id: request_id::trace_id(self.headers).map(str::to_owned),
            received: self.received,
            mode: self.mode.get(),
            token: caller.name,
            asked,
            params: params.to_vec(),
            body: Bytes::new(),
            spellings: self.observers.spellings.clone(),
            info: None,
            status: None,
            outcome: Outcome::Abandoned,
            failure: None,
            elapsed: Duration::ZERO,
            client_waited: false,
        };
        let _ = self.observed.set(Arc::new(Observed::new(self.observers, self.begun, ended)));
    }

    /// `asked` is what it was for, if it came so far that this was not told yet.
    pub(super) fn refused(&self, error: &Error, asked: impl FnOnce() -> Asked) {
        if self.observed.get().is_none() {
            self.asks_for(asked(), &[]);
        }
        if let Some(observed) = self.observed.get() {
            observed.refused(error);
        }
    }

    pub(super) fn observed(&self) -> Option<&Arc<Observed>> {
        self.observed.get()
    }
}

/// One request that is observed. Its end is told when this is dropped: when both the request and, if it is an action, the
/// task of that are over, however they are. So it is told exactly once.
pub(crate) struct Observed {
    observers: Arc<Observers>,
    begun: Instant,
    seen: Mutex<Seen>,
}

/// What is known by now; an action may run on another thread than its request.
struct Seen {
    action_runs: bool,
    outcome: Option<Outcome>,
    ended: Ended,
}

impl Observed {
    fn new(observers: &Arc<Observers>, begun: Instant, ended: Ended) -> Self {
        let seen = Mutex::new(Seen { action_runs: false, outcome: None, ended });
        Self { observers: Arc::clone(observers), begun, seen }
    }

    fn seen(&self) -> MutexGuard<'_, Seen> {
        self.seen.lock().unwrap_or_else(PoisonError::into_inner)
    }

    pub(super) fn body(&self, info: &RequestInfo, body: &Bytes) {
        let mut seen = self.seen();
        (seen.ended.info, seen.ended.body) = (Some(info.clone()), body.clone());
    }

    pub(super) fn action_begins(&self) {
        self.seen().action_runs = true;
    }

    pub(super) fn action_ended<T>(&self, done: &Result<T>) {
        let failure = done.as_ref().err().map(Failure::of);
        let mut seen = self.seen();
        seen.action_runs = false;
        seen.outcome = Some(Outcome::of(done));
        seen.ended.failure = failure;
    }

    /// The answer is an error. An action that runs has its outcome still before it.
    fn refused(&self, error: &Error) {
        let mut seen = self.seen();
        if seen.action_runs || seen.outcome.is_some() {
            return;
        }
        let out_of_time = error.code() == 504 && !error.is_by_method();
        let is_dropped_read = out_of_time && !seen.ended.is_action();
        let outcome = if is_dropped_read { Outcome::Abandoned } else { Outcome::of_error(error) };
        seen.outcome = Some(outcome);
        seen.ended.failure = Some(Failure::of(error));
    }

    pub(super) fn answered(&self, status: u16) {
        let mut seen = self.seen();
        seen.ended.status = Some(status);
        seen.ended.client_waited = !seen.action_runs;
        if seen.outcome.is_none() && !seen.action_runs {
            seen.outcome = Some(Outcome::Done);
        }
    }
}

impl Drop for Observed {
    fn drop(&mut self) {
        let Seen { action_runs, outcome, ended } =
            self.seen.get_mut().unwrap_or_else(PoisonError::into_inner);
        ended.elapsed = self.begun.elapsed();
        ended.outcome =
            outcome.unwrap_or(if *action_runs { Outcome::CutOff } else { Outcome::Abandoned });
        self.observers.tell(ended);
    }
}
