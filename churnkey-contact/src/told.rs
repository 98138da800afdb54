//! What the recorder says while it runs.

use std::collections::BTreeSet;
use std::fmt;
use std::sync::{Arc, Mutex, PoisonError};

/// How many different things are said once.
const MOST: usize = 500;

/// Where it is said: a function of the program's. Lines hold nothing that tells of a person, and no secret.
#[derive(Clone)]
pub(crate) struct Tell {
    say: Arc<dyn Fn(&str) + Send + Sync>,
    said: Arc<Mutex<BTreeSet<String>>>,
}

impl Tell {
    pub(crate) fn new(say: impl Fn(&str) + Send + Sync + 'static) -> Self {
        Self { say: Arc::new(say), said: Arc::default() }
    }

    pub(crate) fn say(&self, line: &str) {
        (self.say)(line);
    }

    /// The same line is said once.
    pub(crate) fn once(&self, line: &str) {
        let is_new = {
            let mut said = self.said.lock().unwrap_or_else(PoisonError::into_inner);
            said.len() < MOST && said.insert(line.to_owned())
        };
        if is_new {
            self.say(line);
        }
    }
}

impl fmt::Debug for Tell {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Tell")
    }
}
