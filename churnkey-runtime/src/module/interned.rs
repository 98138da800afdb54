//! Interns names from settings for the life of the process, so that spans and metrics need not copy them.

use std::collections::BTreeSet;
use std::sync::{Mutex, PoisonError};

/// Returns the same text for equal names. Nothing is ever freed, since there are only as many names as in the settings.
pub(crate) fn interned(name: &str) -> &'static str {
    static NAMES: Mutex<BTreeSet<&'static str>> = Mutex::new(BTreeSet::new());
    let mut names = NAMES.lock().unwrap_or_else(PoisonError::into_inner);
    if let Some(known) = names.get(name) {
        return known;
    }
    let name: &'static str = Box::leak(name.into());
    names.insert(name);
    name
}
