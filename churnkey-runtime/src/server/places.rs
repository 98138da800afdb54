//! Who may have a connection: whoever has shown a valid token, and the newest of the others.
//!
//! Without it, as many silent connections as a worker holds would keep everybody else waiting. A bound for each peer would
//! not help where it matters: behind a proxy all clients have one address, and an attacker has many.

use std::cell::{Cell, RefCell};
use std::collections::BTreeMap;
use std::rc::Rc;
use std::time::Duration;

use actix_web::rt::time::Instant;
use futures_util::future::{AbortHandle, AbortRegistration};

/// How often the log says that there are no places left.
const WARNED: Duration = Duration::from_mins(1);

/// The connections of one worker.
pub(crate) struct Places {
    limit: usize,
    taken: Cell<usize>,
    next: Cell<u64>,
    /// Those that have shown no valid token, the oldest first.
    strangers: RefCell<BTreeMap<u64, AbortHandle>>,
    warned: Cell<Option<Instant>>,
}

thread_local! {
    static WORKER: RefCell<Option<Rc<Places>>> = const { RefCell::new(None) };
}

impl Places {
    /// Those of the worker whose thread this is, which all its listeners share.
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
            strangers: RefCell::default(),
            warned: Cell::new(None),
        }
    }

    /// A place for a new connection, which is aborted when another one needs it. Who takes the last place pushes out the
    /// oldest stranger: actix takes no connection from the operating system while the worker is full, so one that waits
    /// could not push.
    pub(crate) fn enter(self: &Rc<Self>) -> (Seat, AbortRegistration) {
        let number = self.next.get();
        self.next.set(number + 1);
        self.taken.set(self.taken.get() + 1);
        let (handle, registration) = AbortHandle::new_pair();
        let pushed_out = {
            let mut strangers = self.strangers.borrow_mut();
            let oldest = if self.taken.get() >= self.limit { strangers.pop_first() } else { None };
            strangers.insert(number, handle);
            oldest
        };
        if let Some((_, oldest)) = pushed_out {
            self.warn();
            oldest.abort();
        }
        (Seat { places: Rc::clone(self), number }, registration)
    }

    /// This one has shown a valid token.
    pub(crate) fn keep(&self, number: u64) {
        self.strangers.borrow_mut().remove(&number);
    }

    fn warn(&self) {
        let now = Instant::now();
        if self.warned.get().is_none_or(|warned| now.duration_since(warned) > WARNED) {
            self.warned.set(Some(now));
            tracing::warn!(
                target: "churnkey",
                limit = self.limit,
                "a worker has no free connection: the oldest without a valid token are closed for new ones"
            );
        }
    }
}

/// Given back when it is dropped.
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
