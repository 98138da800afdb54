//! A bounded number of places. Clients without the token get only some of them, so that they cannot take them all.

use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};

#[derive(Debug)]
pub(crate) struct Places {
    all: Limit,
    untrusted: Limit,
}

/// Frees its place when it is dropped.
#[derive(Debug)]
pub(crate) struct Place {
    _one_of_all: Taken,
    _one_of_the_untrusted: Option<Taken>,
}

impl Places {
    /// So many places, and how many of them clients without the token may take.
    pub(crate) fn new(all: usize, untrusted: usize) -> Self {
        Self { all: Limit::new(all), untrusted: Limit::new(untrusted) }
    }

    /// `None` if there is no place left.
    pub(crate) fn enter(&self, is_trusted: bool) -> Option<Place> {
        let untrusted = if is_trusted { None } else { Some(self.untrusted.take()?) };
        Some(Place { _one_of_all: self.all.take()?, _one_of_the_untrusted: untrusted })
    }
}

#[derive(Debug)]
struct Limit {
    max: usize,
    taken: Arc<AtomicUsize>,
}

#[derive(Debug)]
struct Taken(Arc<AtomicUsize>);

impl Limit {
    fn new(max: usize) -> Self {
        Self { max, taken: Arc::default() }
    }

    fn take(&self) -> Option<Taken> {
        let increment = |now: usize| (now < self.max).then_some(now + 1);
        let taken = self.taken.fetch_update(Ordering::Relaxed, Ordering::Relaxed, increment);
        taken.is_ok().then(|| Taken(Arc::clone(&self.taken)))
    }
}

impl Drop for Taken {
    fn drop(&mut self) {
        self.0.fetch_sub(1, Ordering::Relaxed);
    }
}
