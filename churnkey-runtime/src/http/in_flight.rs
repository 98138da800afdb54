//! How many requests are being answered at once, and the actions that go on without their client.

use std::cell::Cell;
use std::rc::Rc;
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};

use actix_web::rt;
use futures_util::FutureExt as _;
use tracing::Instrument as _;

use crate::error::{Error, Result};
use crate::http::error_log;

/// Counts what holds memory or a connection of the merchant's database: requests that have reached a module.
#[derive(Debug)]
pub(crate) struct InFlight {
    limit: usize,
    now: AtomicUsize,
    unattended: AtomicUsize,
}

impl InFlight {
    pub(crate) fn new(limit: usize) -> Self {
        Self { limit, now: AtomicUsize::new(0), unattended: AtomicUsize::new(0) }
    }

    /// A permit to be in flight, or 503: nothing waits for one, since a queue would only move the trouble.
    pub(crate) fn enter(self: &Arc<Self>) -> Result<Permit> {
        let entered = self.now.fetch_update(Ordering::Relaxed, Ordering::Relaxed, |now| {
            (now < self.limit).then_some(now + 1)
        });
        match entered {
            Ok(_) => {
                #[cfg(feature = "metrics")]
                super::metrics::in_flight(1.0);
                Ok(Permit(Arc::clone(self)))
            }
            Err(_) => Err(Error::new(503, "too many requests at once").retry_after(1)),
        }
    }

    /// Actions whose client went away, or was answered 504, before they ended.
    pub(crate) fn unattended(&self) -> usize {
        self.unattended.load(Ordering::Relaxed)
    }
}

/// Given back when it is dropped.
pub(crate) struct Permit(Arc<InFlight>);

impl Drop for Permit {
    fn drop(&mut self) {
        self.0.now.fetch_sub(1, Ordering::Relaxed);
        #[cfg(feature = "metrics")]
        super::metrics::in_flight(-1.0);
    }
}

/// Runs an action to its end even when the client goes away: dropped half-way, it might have changed one system and not
/// the other. It keeps its permit until then.
pub(crate) async fn to_its_end<T: 'static>(
    permit: Permit,
    call: impl Future<Output = Result<T>> + 'static,
) -> Result<T> {
    let mut call = Box::pin(call);
    // Polled once here: a task is worth it only for a call that is still pending.
    if let Some(done) = call.as_mut().now_or_never() {
        return done;
    }
    // Both ends are on one thread, the worker's.
    let client =
        Rc::new(Client { in_flight: Arc::clone(&permit.0), state: Cell::new(State::Waits) });
    let seen = Rc::clone(&client);
    let task = rt::spawn(
        async move {
            let mut cut_off = CutOff(true);
            let done = call.await;
            cut_off.0 = false;
            let heard = seen.action_ended();
            if let (false, Err(error)) = (heard, &done) {
                error_log::log(error);
            }
            drop(permit);
            done
        }
        .in_current_span(),
    );
    let waiting = Waiting(client);
    let done = task.await;
    drop(waiting);
    done?
}

struct Client {
    in_flight: Arc<InFlight>,
    state: Cell<State>,
}

#[derive(Clone, Copy, PartialEq)]
enum State {
    Waits,
    Left,
    ActionEnded,
}

impl Client {
    /// Whether the client is still there to hear of it.
    fn action_ended(&self) -> bool {
        let left = self.state.replace(State::ActionEnded) == State::Left;
        if left {
            self.in_flight.unattended.fetch_sub(1, Ordering::Relaxed);
            #[cfg(feature = "metrics")]
            super::metrics::unattended(-1.0);
        }
        !left
    }
}

/// Dropped before the action ended, it says that the client has left.
struct Waiting(Rc<Client>);

impl Drop for Waiting {
    fn drop(&mut self) {
        if self.0.state.get() == State::Waits {
            self.0.state.set(State::Left);
            self.0.in_flight.unattended.fetch_add(1, Ordering::Relaxed);
            #[cfg(feature = "metrics")]
            super::metrics::unattended(1.0);
        }
    }
}

/// Dropped while an action runs, which only the end of the process does, it says so.
struct CutOff(bool);

impl Drop for CutOff {
    fn drop(&mut self) {
        if self.0 {
            tracing::error!(target: "churnkey", "an action was cut off by the end of the process");
        }
    }
}
