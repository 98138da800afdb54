//! Runs an action to its end even if its client leaves, and reports how it ended.

use std::mem;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::Instant;

use actix_web::rt;
use futures_util::FutureExt as _;
use futures_util::future::select;
use tokio::sync::oneshot;
use tracing::instrument::WithSubscriber as _;
use tracing::{Instrument as _, Span, dispatcher};

use crate::error::{Error, Result};
use crate::http::action_thread::ActionThread;
use crate::http::error_log;
use crate::http::in_flight::{InFlight, Permit};
use crate::http::limits::within;
use crate::http::observer::Observed;
use crate::http::outcome::Outcome;

/// What to report when an action ends.
pub(crate) struct ActionReport {
    /// When its request arrived.
    pub(crate) begun: Instant,
    #[cfg(feature = "metrics")]
    pub(crate) labels: super::metrics::Labels,
    pub(crate) observed: Option<Arc<Observed>>,
}

impl ActionReport {
    fn ended<T>(&self, done: &Result<T>) {
        if let Some(observed) = &self.observed {
            observed.action_ended(done);
        }
    }
}

/// Runs an action to its end even if the client leaves: dropped halfway, it might have changed one system and not the
/// other. It keeps its permit until it ends or counts as hung. `begin` calls the merchant's method, on `thread` if there is
/// one.
pub(crate) async fn run_to_completion<T, F>(
    permit: Permit,
    report: ActionReport,
    thread: Option<ActionThread>,
    begin: impl FnOnce() -> F + Send + 'static,
) -> Result<T>
where
    T: Send + 'static,
    F: Future<Output = Result<T>> + 'static,
{
    let (client, over) = if let Some(thread) = thread {
        let (client, running, over) = begun(&permit, report);
        let (span, subscriber) = (Span::current(), dispatcher::get_default(Clone::clone));
        let cut = permit.in_flight().cut_off();
        let run = move || {
            let run = async move {
                select(Box::pin(run(permit, running, begin())), Box::pin(cut)).await;
            };
            run.instrument(span).with_subscriber(subscriber).boxed_local()
        };
        if let Err(run) = thread.send(Box::new(run)) {
            rt::spawn(run());
        }
        (client, over)
    } else {
        let mut call = Box::pin(begin());
        // Polled once here: only a call that is still pending is worth a task.
        if let Some(done) = call.as_mut().now_or_never() {
            report.ended(&done);
            return done;
        }
        let (client, running, over) = begun(&permit, report);
        rt::spawn(run(permit, running, call).in_current_span());
        (client, over)
    };
    // An error means that it is over too: its thread has ended.
    let _ = over.await;
    client.result()
}

async fn run<T>(permit: Permit, running: Running<T>, call: impl Future<Output = Result<T>>) {
    let limit = permit.in_flight().hung_after();
    // Declared before `running`, so they are dropped after it when the process ends: an action leaves the count only
    // after it is reported.
    let (mut permit, mut hung) = (Some(permit), None);
    let running = running;
    let mut call = Box::pin(call);
    let done = if let Some(done) = within(limit, &mut call).await {
        done
    } else {
        hung = permit.take().map(Permit::count_as_hung);
        call.await
    };
    running.action.ended(done);
    drop((permit, hung)); // before the client is answered, since it may send another action at once
}

/// Both sides of an action, and a future that is ready when it is over.
fn begun<T>(
    permit: &Permit,
    report: ActionReport,
) -> (Client<T>, Running<T>, oneshot::Receiver<()>) {
    let in_flight = Arc::clone(permit.in_flight());
    let action = Arc::new(Action { in_flight, report, state: Mutex::new(State::Attended) });
    let (is_over, over) = oneshot::channel();
    let running = Running { action: Arc::clone(&action), _is_over: is_over };
    (Client(action), running, over)
}

struct Action<T> {
    in_flight: Arc<InFlight>,
    report: ActionReport,
    /// Locked, since the action and its client may be on different threads.
    state: Mutex<State<T>>,
}

enum State<T> {
    /// It runs, and its client waits.
    Attended,
    /// It runs, and its client has left or was answered 504.
    Unattended,
    /// It has ended, and its client does not know yet.
    Ended(Result<T>),
    /// It has ended, and the client or the log has the result.
    Over,
}

impl<T> Action<T> {
    fn state(&self) -> MutexGuard<'_, State<T>> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn ended(&self, done: Result<T>) {
        self.report.ended(&done);
        let mut state = self.state();
        match *state {
            State::Attended => *state = State::Ended(done),
            State::Unattended => {
                *state = State::Over;
                drop(state);
                self.in_flight.unattended_ended();
                self.log(&done);
            }
            State::Ended(_) | State::Over => {}
        }
    }

    fn client_left(&self) {
        let mut state = self.state();
        match mem::replace(&mut *state, State::Over) {
            State::Attended => {
                // Under the lock, so that the action cannot end, and be uncounted, before it is counted.
                self.in_flight.unattended_began();
                *state = State::Unattended;
            }
            // It ended, but the client left before it was answered.
            State::Ended(done) => {
                drop(state);
                self.log(&done);
            }
            other @ (State::Unattended | State::Over) => *state = other,
        }
    }

    /// The process ends before the action.
    fn cut_off(&self) {
        let mut state = self.state();
        match *state {
            State::Attended => {}
            State::Unattended => self.in_flight.unattended_ended(),
            State::Ended(_) | State::Over => return,
        }
        *state = State::Over;
        drop(state);
        tracing::error!(target: "churnkey", "an action was cut off by the end of the process");
        self.count(Outcome::CutOff);
    }

    /// Logs the result, since no client gets it.
    fn log(&self, done: &Result<T>) {
        let outcome = Outcome::of(done);
        error_log::unattended(outcome, done.as_ref().err(), self.report.begun.elapsed());
        self.count(outcome);
    }

    #[cfg(feature = "metrics")]
    fn count(&self, outcome: Outcome) {
        super::metrics::ended_unattended(self.report.labels, outcome);
    }

    #[cfg(not(feature = "metrics"))]
    #[allow(clippy::unused_self, reason = "only metrics count it")]
    fn count(&self, _: Outcome) {}
}

/// The side that runs the action. Only the end of the process drops it before the action has ended; it then reports that.
struct Running<T> {
    action: Arc<Action<T>>,
    /// Dropped last, to wake the client.
    _is_over: oneshot::Sender<()>,
}

impl<T> Drop for Running<T> {
    fn drop(&mut self) {
        self.action.cut_off();
    }
}

/// The side that waits. If it is dropped without the result, the action is unattended.
struct Client<T>(Arc<Action<T>>);

impl<T> Client<T> {
    fn result(self) -> Result<T> {
        match mem::replace(&mut *self.0.state(), State::Over) {
            State::Ended(done) => done,
            _ => Err(Error::internal("an action's task ended before the action")),
        }
    }
}

impl<T> Drop for Client<T> {
    fn drop(&mut self) {
        self.0.client_left();
    }
}
