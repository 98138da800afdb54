//! The lines that the recorder reports while it runs.

use std::collections::BTreeSet;
use std::fmt;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::{Arc, Mutex, PoisonError};

/// How many different lines [`Log::once`] reports.
const MAX_ONCE: usize = 500;

/// Passes lines to a function of the program. They contain no personal data and no secrets.
#[derive(Clone)]
pub(crate) struct Log {
    on_line: Arc<dyn Fn(&str) + Send + Sync>,
    reported: Arc<Mutex<BTreeSet<String>>>,
}

impl Log {
    pub(crate) fn new(on_line: impl Fn(&str) + Send + Sync + 'static) -> Self {
        Self { on_line: Arc::new(on_line), reported: Arc::default() }
    }

    /// If the program's function panics, only the line is lost: a request or the record must not fail because of it.
    pub(crate) fn line(&self, line: &str) {
        let _ = catch_unwind(AssertUnwindSafe(|| (self.on_line)(line)));
    }

    /// Reports a line unless it has been reported already.
    pub(crate) fn once(&self, line: &str) {
        let is_new = {
            let mut reported = self.reported.lock().unwrap_or_else(PoisonError::into_inner);
            reported.len() < MAX_ONCE && reported.insert(line.to_owned())
        };
        if is_new {
            self.line(line);
        }
    }
}

impl fmt::Debug for Log {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Log")
    }
}
