//! Which connections a worker keeps: those that have shown a valid token, and the newest of the others.
//!
//! Otherwise as many silent connections as a worker holds could keep everybody else waiting. A limit per peer would not
//! help where it matters: behind a proxy all clients share one address, and an attacker has many.

use std::cell::{Cell, RefCell};
use std::collections::BTreeMap;
use std::rc::Rc;
use std::time::Duration;

use actix_web::rt::time::Instant;
use futures_util::future::{AbortHandle, AbortRegistration};

/// How often the log may warn that no places are left.
const WARNED: Duration = Duration::from_mins(1);

/// The connections of one worker.
pub(crate) struct Places {
    limit: usize,
    taken: Cell<usize>,
    next: Cell<u64>,
    /// Connections that have shown no valid token, the oldest first.
    untrusted: RefCell<BTreeMap<u64, AbortHandle>>,
    warned: Cell<Option<Instant>>,
}

thread_local! {
    static WORKER: RefCell<Option<Rc<Places>>> = const { RefCell::new(None) };
}

impl Places {
    /// The places of the current thread's worker, shared by all its listeners.
    pub(crate) fn of_this_worker(limit: usize) -> Rc<Self> {
        WORKER.with_borrow_mut(|worker| {
            Rc::clone(worker.get_or_insert_with(|| Rc::new(Self::new(limit))))
        })
    }

    pub(crate) fn new(limit: usize) -> Self {
        Self {
            limit,
            taken: Cell::new(0),
            next: Cell::new(0),
            untrusted: RefCell::default(),
            warned: Cell::new(None),
        }
    }

    /// Gives a new connection its place. The registration aborts it when another one needs the place. The connection that
    /// takes the last place pushes out the oldest one without a valid token: actix accepts nothing while a worker is full,
    /// so a waiting connection could not push.
    pub(crate) fn enter(self: &Rc<Self>) -> (Seat, AbortRegistration) {
        let number = self.next.get();
        self.next.set(number + 1);
        self.taken.set(self.taken.get() + 1);
        let (handle, registration) = AbortHandle::new_pair();
        let pushed_out = {
            let mut untrusted = self.untrusted.borrow_mut();
            let oldest = if self.taken.get() >= self.limit { untrusted.pop_first() } else { None };
            untrusted.insert(number, handle);
            oldest
        };
        if let Some((_, oldest)) = pushed_out {
            self.warn();
            oldest.abort();
        }
        (Seat { places: Rc::clone(self), number }, registration)
    }

    /// Keeps a connection that has shown a valid token.
    pub(crate) fn keep(&self, number: u64) {
        self.untrusted.borrow_mut().remove(&number);
    }

    fn warn(&self) {
        let now = Instant::now();
        if self.warned.get().is_none_or(|warned| now.duration_since(warned) > WARNED) {
            self.warned.set(Some(now));
            tracing::warn!(
                target: "churnkey",
                limit = self.limit,
                "a worker has no free connections: the oldest ones without a valid token are closed to make room"
            );
        }
    }
}

/// A connection's place, freed when this is dropped.
pub(crate) struct Seat {
    places: Rc<Places>,
    pub(crate) number: u64,
}

impl Drop for Seat {
    fn drop(&mut self) {
        self.places.keep(self.number);
        self.places.taken.set(self.places.taken.get() - 1);
    }
}

#[cfg(test)]
#[path = "../tests/places.rs"]
mod tests;
