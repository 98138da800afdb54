//! An action runs to its end, even when nobody waits for it any more; and what became of it is told then too.

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
use crate::http::error_log;
use crate::http::in_flight::{InFlight, Permit};
use crate::http::limits::within;
use crate::http::observer::Observed;
use crate::http::outcome::Outcome;
use crate::http::runner::Runner;

/// What is told of an action at its own end, and whom.
pub(crate) struct Told {
    /// When its request came.
    pub(crate) begun: Instant,
    #[cfg(feature = "metrics")]
    pub(crate) labels: super::metrics::Labels,
    pub(crate) observed: Option<Arc<Observed>>,
}

impl Told {
    fn ended<T>(&self, done: &Result<T>) {
        if let Some(observed) = &self.observed {
            observed.action_ended(done);
        }
    }
}

/// Runs an action to its end even when the client goes away: dropped half-way, it might have changed one system and not
/// the other. It keeps its permit until then, or until it counts as hung. `begin` calls the merchant's method, on the thread
/// where it is to run: that of the runner, if there is one.
pub(crate) async fn to_its_end<T, F>(
    permit: Permit,
    told: Told,
    runner: Option<Runner>,
    begin: impl FnOnce() -> F + Send + 'static,
) -> Result<T>
where
    T: Send + 'static,
    F: Future<Output = Result<T>> + 'static,
{
    let (client, over) = if let Some(runner) = runner {
        let (client, running, over) = action(&permit, told);
        let (span, subscriber) = (Span::current(), dispatcher::get_default(Clone::clone));
        let cut = permit.in_flight().cut_off();
        let run = move || {
            let run = async move {
                select(Box::pin(run(running, permit, begin())), Box::pin(cut)).await;
            };
            run.instrument(span).with_subscriber(subscriber).boxed_local()
        };
        if let Err(run) = runner.take(Box::new(run)) {
            rt::spawn(run());
        }
        (client, over)
    } else {
        let mut call = Box::pin(begin());
        // Polled once here: a task is worth it only for a call that is still pending.
        if let Some(done) = call.as_mut().now_or_never() {
            told.ended(&done);
            return done;
        }
        let (client, running, over) = action(&permit, told);
        rt::spawn(run(running, permit, call).in_current_span());
        (client, over)
    };
    // An error says that it is over too, by the end of its thread.
    let _ = over.await;
    client.hear()
}

async fn run<T>(running: Running<T>, permit: Permit, call: impl Future<Output = Result<T>>) {
    let mut call = Box::pin(call);
    let limit = permit.in_flight().hung_after();
    let done = if let Some(done) = within(limit, &mut call).await {
        done
    } else {
        let hung = permit.hung();
        let done = call.await;
        drop(hung);
        done
    };
    running.action.ended(done);
}

/// The two who know of it, and what is ready when it is over.
fn action<T>(permit: &Permit, told: Told) -> (Client<T>, Running<T>, oneshot::Receiver<()>) {
    let in_flight = Arc::clone(permit.in_flight());
    let action = Arc::new(Action { in_flight, told, state: Mutex::new(State::Attended) });
    let (is_over, over) = oneshot::channel();
    let running = Running { action: Arc::clone(&action), _is_over: is_over };
    (Client(action), running, over)
}

struct Action<T> {
    in_flight: Arc<InFlight>,
    told: Told,
    /// The action and its client may be on different threads.
    state: Mutex<State<T>>,
}

enum State<T> {
    /// It runs, and its client waits.
    Attended,
    /// It runs, and its client has left or was answered 504.
    Unattended,
    /// It has ended, and its client does not know yet.
    Ended(Result<T>),
    /// It has ended, and the client or the log knows.
    Over,
}

impl<T> Action<T> {
    fn state(&self) -> MutexGuard<'_, State<T>> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn ended(&self, done: Result<T>) {
        self.told.ended(&done);
        let mut state = self.state();
        match *state {
            State::Attended => *state = State::Ended(done),
            State::Unattended => {
                *state = State::Over;
                drop(state);
                self.in_flight.no_longer_alone();
                self.tell(&done);
            }
            State::Ended(_) | State::Over => {}
        }
    }

    fn client_left(&self) {
        let mut state = self.state();
        match mem::replace(&mut *state, State::Over) {
            State::Attended => {
                // Before anybody can see it, who would take back what was not counted.
                self.in_flight.left_alone();
                *state = State::Unattended;
            }
            // It ended, and before the client could be answered it left.
            State::Ended(done) => {
                drop(state);
                self.tell(&done);
            }
            other @ (State::Unattended | State::Over) => *state = other,
        }
    }

    /// The process ends.
    fn cut_off(&self) {
        let mut state = self.state();
        match *state {
            State::Attended => {}
            State::Unattended => self.in_flight.no_longer_alone(),
            State::Ended(_) | State::Over => return,
        }
        *state = State::Over;
        drop(state);
        tracing::error!(target: "churnkey", "an action was cut off by the end of the process");
        self.count(Outcome::CutOff);
    }

    /// To the log, since no client hears of it.
    fn tell(&self, done: &Result<T>) {
        let outcome = Outcome::of(done);
        error_log::unattended(outcome, done.as_ref().err(), self.told.begun.elapsed());
        self.count(outcome);
    }

    #[cfg(feature = "metrics")]
    fn count(&self, outcome: Outcome) {
        super::metrics::ended_unattended(self.told.labels, outcome);
    }

    #[cfg(not(feature = "metrics"))]
    #[allow(clippy::unused_self, reason = "the metrics'")]
    fn count(&self, _: Outcome) {}
}

/// Dropped before the action ended, which only the end of the process does, it says so.
struct Running<T> {
    action: Arc<Action<T>>,
    /// Dropped after it, it lets the client know.
    _is_over: oneshot::Sender<()>,
}

impl<T> Drop for Running<T> {
    fn drop(&mut self) {
        self.action.cut_off();
    }
}

/// Dropped before it has heard what became of the action, it says that nobody has.
struct Client<T>(Arc<Action<T>>);

impl<T> Client<T> {
    fn hear(self) -> Result<T> {
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
