//! The functions of `Builder::observe`: each is called once for a request, when it ends.

use std::cell::{Cell, OnceCell};
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::{Duration, Instant, SystemTime};

use actix_web::http::header::HeaderMap;
use actix_web::web::Bytes;

use crate::error::{Error, Result};
use crate::http::ended::{Ended, Failure, Requested};
use crate::http::outcome::Outcome;
use crate::http::request_id;
use crate::module::mode::Mode;
use crate::module::request_id::RequestId;
use crate::module::request_info::RequestInfo;
use crate::module::spellings::Spellings;
use crate::tokens::caller::Caller;

/// The observers of one integration.
#[derive(Default)]
pub(crate) struct Observers {
    functions: Vec<Function>,
    /// Whether they are called for reads too.
    pub(crate) reads: bool,
    pub(crate) spellings: Option<Arc<Spellings>>,
    /// The integration's name.
    pub(crate) integration: &'static str,
    /// How many requests they are still to be notified of.
    pending: AtomicUsize,
}

type Function = Box<dyn Fn(&Ended) + Send + Sync>;

impl Observers {
    pub(crate) fn add(&mut self, observer: impl Fn(&Ended) + Send + Sync + 'static) {
        self.functions.push(Box::new(observer));
    }

    /// `None` without functions, so that requests do no work for them.
    pub(crate) fn shared(self) -> Option<Arc<Self>> {
        (!self.functions.is_empty()).then(|| Arc::new(self))
    }

    /// Whether they have been notified of every request that they are to be notified of.
    pub(crate) fn are_all_notified(&self) -> bool {
        self.pending.load(Ordering::Acquire) == 0
    }

    fn notify(&self, ended: &Ended) {
        for function in &self.functions {
            if catch_unwind(AssertUnwindSafe(|| function(ended))).is_err() {
                #[cfg(feature = "metrics")]
                super::metrics::panicked(self.integration);
                let request_id = ended.request_id();
                tracing::error!(target: "churnkey", request_id, "an `observe` function panicked");
            }
        }
    }
}

/// A request that observers may be called for, once its endpoint is known. A request without a valid token is never
/// observed.
pub(crate) struct MaybeObserved<'a> {
    observers: &'a Arc<Observers>,
    id: &'a RequestId,
    headers: &'a HeaderMap,
    received: SystemTime,
    begun: Instant,
    caller: Cell<Option<Caller>>,
    mode: Cell<Option<Mode>>,
    observed: OnceCell<Arc<Observed>>,
}

impl<'a> MaybeObserved<'a> {
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

    pub(super) fn routed(&self, requested: Requested, params: &[String]) {
        let Some(caller) = self.caller.get() else { return };
        if !requested.is_action() && !self.observers.reads {
            return;
        }
        let ended = Ended {
            integration: self.observers.integration,
            request_id: self.id.clone(),
            trace_id: request_id::trace_id(self.headers).map(str::to_owned),
            received: self.received,
            mode: self.mode.get(),
            token: caller.name,
            requested,
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

    /// `requested` says what the request was for, if it was refused before routing.
    pub(super) fn refused(&self, error: &Error, requested: impl FnOnce() -> Requested) {
        if self.observed.get().is_none() {
            self.routed(requested(), &[]);
        }
        if let Some(observed) = self.observed.get() {
            observed.refused(error);
        }
    }

    pub(super) fn observed(&self) -> Option<&Arc<Observed>> {
        self.observed.get()
    }
}

/// A request that is observed. Dropping it calls the observers, exactly once: by then the request and, for an action, its
/// task have ended in one way or another.
pub(crate) struct Observed {
    observers: Arc<Observers>,
    begun: Instant,
    /// Locked, since an action may run on another thread than its request.
    progress: Mutex<Progress>,
}

/// What is known so far.
struct Progress {
    action_runs: bool,
    outcome: Option<Outcome>,
    ended: Ended,
}

impl Observed {
    fn new(observers: &Arc<Observers>, begun: Instant, ended: Ended) -> Self {
        observers.pending.fetch_add(1, Ordering::Relaxed);
        let progress = Mutex::new(Progress { action_runs: false, outcome: None, ended });
        Self { observers: Arc::clone(observers), begun, progress }
    }

    fn progress(&self) -> MutexGuard<'_, Progress> {
        self.progress.lock().unwrap_or_else(PoisonError::into_inner)
    }

    pub(super) fn body(&self, info: &RequestInfo, body: &Bytes) {
        let mut progress = self.progress();
        (progress.ended.info, progress.ended.body) = (Some(info.clone()), body.clone());
    }

    pub(super) fn action_begins(&self) {
        self.progress().action_runs = true;
    }

    pub(super) fn action_ended<T>(&self, done: &Result<T>) {
        let failure = done.as_ref().err().map(Failure::of);
        let mut progress = self.progress();
        progress.action_runs = false;
        progress.outcome = Some(Outcome::of(done));
        progress.ended.failure = failure;
    }

    /// The answer is an error. An action that still runs will have an outcome of its own.
    fn refused(&self, error: &Error) {
        let mut progress = self.progress();
        if progress.action_runs || progress.outcome.is_some() {
            return;
        }
        let out_of_time = error.code() == 504 && !error.is_by_method();
        let is_dropped_read = out_of_time && !progress.ended.is_action();
        let outcome = if is_dropped_read { Outcome::Abandoned } else { Outcome::of_error(error) };
        progress.outcome = Some(outcome);
        progress.ended.failure = Some(Failure::of(error));
    }

    pub(super) fn answered(&self, status: u16) {
        let mut progress = self.progress();
        progress.ended.status = Some(status);
        progress.ended.client_waited = !progress.action_runs;
        if progress.outcome.is_none() && !progress.action_runs {
            progress.outcome = Some(Outcome::Done);
        }
    }
}

impl Drop for Observed {
    fn drop(&mut self) {
        let Progress { action_runs, outcome, ended } =
            self.progress.get_mut().unwrap_or_else(PoisonError::into_inner);
        ended.elapsed = self.begun.elapsed();
        ended.outcome =
            outcome.unwrap_or(if *action_runs { Outcome::CutOff } else { Outcome::Abandoned });
        self.observers.notify(ended);
        self.observers.pending.fetch_sub(1, Ordering::Release);
    }
}
