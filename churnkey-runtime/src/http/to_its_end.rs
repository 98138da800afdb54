//! An action runs to its end, even when nobody waits for it any more; and what became of it is told then too.

use std::cell::RefCell;
use std::rc::Rc;
use std::sync::Arc;
use std::time::Instant;

use actix_web::rt;
use futures_util::FutureExt as _;
use tracing::Instrument as _;

use crate::error::{Error, Result};
use crate::http::error_log;
use crate::http::in_flight::{InFlight, Permit};
use crate::http::limits::within;
use crate::http::observer::Observed;
use crate::http::outcome::Outcome;

/// What is told of an action at its own end, and whom.
pub(crate) struct Told {
    /// When its request came.
    pub(crate) begun: Instant,
    #[cfg(feature = "metrics")]
    pub(crate) labels: super::metrics::Labels,
    pub(crate) observed: Option<Rc<Observed>>,
}

impl Told {
    fn ended<T>(&self, done: &Result<T>) {
        if let Some(observed) = &self.observed {
            observed.action_ended(done);
        }
    }
}

/// Runs an action to its end even when the client goes away: dropped half-way, it might have changed one system and not
/// the other. It keeps its permit until then, or until it counts as hung.
pub(crate) async fn to_its_end<T: 'static>(
    permit: Permit,
    told: Told,
    call: impl Future<Output = Result<T>> + 'static,
) -> Result<T> {
    let mut call = Box::pin(call);
    // Polled once here: a task is worth it only for a call that is still pending.
    if let Some(done) = call.as_mut().now_or_never() {
        told.ended(&done);
        return done;
    }
    let in_flight = Arc::clone(permit.in_flight());
    // Both ends are on one thread, the worker's.
    let action = Rc::new(Action { in_flight, told, state: RefCell::new(State::Attended) });
    let running = Running(Rc::clone(&action));
    let task = rt::spawn(
        async move {
            let limit = running.0.in_flight.hung_after();
            let done = if let Some(done) = within(limit, &mut call).await {
                done
            } else {
                let hung = permit.hung();
                let done = call.await;
                drop(hung);
                done
            };
            running.0.ended(done);
        }
        .in_current_span(),
    );
    let client = Client(action);
    task.await?;
    client.hear()
}

struct Action<T> {
    in_flight: Arc<InFlight>,
    told: Told,
    state: RefCell<State<T>>,
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
    fn ended(&self, done: Result<T>) {
        self.told.ended(&done);
        match self.state.replace(State::Over) {
            State::Attended => {
                self.state.replace(State::Ended(done));
            }
            State::Unattended => {
                self.in_flight.no_longer_alone();
                self.tell(&done);
            }
            State::Ended(_) | State::Over => {}
        }
    }

    fn client_left(&self) {
        match self.state.replace(State::Over) {
            State::Attended => {
                self.state.replace(State::Unattended);
                self.in_flight.left_alone();
            }
            // It ended, and before the client could be answered it left.
            State::Ended(done) => self.tell(&done),
            other @ (State::Unattended | State::Over) => {
                self.state.replace(other);
            }
        }
    }

    /// The process ends.
    fn cut_off(&self) {
        match self.state.replace(State::Over) {
            State::Attended => {}
            State::Unattended => self.in_flight.no_longer_alone(),
            over @ (State::Ended(_) | State::Over) => {
                self.state.replace(over);
                return;
            }
        }
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
struct Running<T>(Rc<Action<T>>);

impl<T> Drop for Running<T> {
    fn drop(&mut self) {
        self.0.cut_off();
    }
}

/// Dropped before it has heard what became of the action, it says that nobody has.
struct Client<T>(Rc<Action<T>>);

impl<T> Client<T> {
    fn hear(self) -> Result<T> {
        match self.0.state.replace(State::Over) {
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
