//! Names that somebody has written into settings, for as long as the process runs: so spans and metrics take them without
//! a copy.

use std::collections::BTreeSet;
use std::sync::{Mutex, PoisonError};

/// The same text for each equal name. There are as many as settings have, so that none is ever freed.
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
