//! Logs each sentence once.

use std::collections::BTreeSet;
use std::sync::{Mutex, PoisonError};

/// How many sentences are logged, and kept, for one integration.
const MOST: usize = 128;

/// The sentences that were logged.
#[derive(Default)]
pub(super) struct LogOnce(Mutex<BTreeSet<String>>);

impl LogOnce {
    pub(super) fn warn(&self, sentence: String) {
        let mut logged = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        if logged.len() >= MOST || logged.contains(&sentence) {
            return;
        }
        tracing::warn!(target: "churnkey", "{sentence}");
        logged.insert(sentence);
        if logged.len() == MOST {
            tracing::warn!(
                target: "churnkey",
                "{MOST} unexpected things were logged; further ones are not"
            );
        }
    }
}
