//! What is said once, and not again.

use std::collections::BTreeSet;
use std::sync::{Mutex, PoisonError};

/// How many kinds are said, and kept, of one integration.
const MOST: usize = 128;

/// The sentences that were said.
#[derive(Default)]
pub(super) struct Told(Mutex<BTreeSet<String>>);

impl Told {
    /// Says it, unless it was said already.
    pub(super) fn once(&self, sentence: String) {
        let mut told = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        if told.len() >= MOST || told.contains(&sentence) {
            return;
        }
        tracing::warn!(target: "churnkey", "{sentence}");
        told.insert(sentence);
        if told.len() == MOST {
            tracing::warn!(
                target: "churnkey",
                "{MOST} things came that are not as they were expected; further ones are not said"
            );
        }
    }
}
