//! The settings in force, and the state that a rehearsal shares between threads.

use std::collections::HashMap;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use churnkey_embed::Embed;
use churnkey_runtime::{ManifestFormat, Mode};
use churnkey_verify::transport::{Credentials, Transport};

use crate::flow::Flow;
use crate::log::Log;

pub(crate) struct Settings {
    pub(crate) transport: Transport,
    /// The integration's name or its URL, for people.
    pub(crate) integration: String,
    pub(crate) account: Embed,
    /// Whether the account was made up, so that no token from elsewhere can be valid.
    pub(crate) made_up: bool,
    pub(crate) token: String,
    pub(crate) credentials: Credentials,
    pub(crate) mode: Mode,
    pub(crate) headers: Vec<(String, String)>,
    pub(crate) timeout: Duration,
    pub(crate) features_path: String,
    pub(crate) manifest_format: Option<ManifestFormat>,
    pub(crate) flow: Option<Flow>,
}

/// The state that is shared between threads.
pub(crate) struct Shared {
    pub(crate) settings: Settings,
    pub(crate) log: Log,
    /// Whether an action takes effect at once if the integration announces both.
    at_once: AtomicBool,
    flows: Mutex<HashMap<Key, Begun>>,
}

/// Whose flow it is: the customer, and the subscription when it is about one.
pub(crate) type Key = (String, Option<String>);

/// A flow that was started, and the actions since then.
#[derive(Default)]
pub(crate) struct Begun {
    /// The kinds of the actions that the integration accepted, as the session record names them.
    pub(crate) accepted: Vec<&'static str>,
    /// Each action that was asked for, to notice one that comes twice.
    pub(crate) asked: Vec<String>,
}

/// How many flows are remembered.
const FLOWS: usize = 500;

impl Shared {
    pub(crate) fn new(settings: Settings, log: Log, at_once: bool) -> Self {
        Self { settings, log, at_once: AtomicBool::new(at_once), flows: Mutex::default() }
    }

    pub(crate) fn at_once(&self) -> bool {
        self.at_once.load(Ordering::Relaxed)
    }

    pub(crate) fn set_at_once(&self, at_once: bool) {
        self.at_once.store(at_once, Ordering::Relaxed);
    }

    fn flows(&self) -> MutexGuard<'_, HashMap<Key, Begun>> {
        self.flows.lock().unwrap_or_else(PoisonError::into_inner)
    }

    pub(crate) fn begin(&self, key: Key) {
        let mut flows = self.flows();
        if flows.len() >= FLOWS {
            flows.clear();
        }
        flows.insert(key, Begun::default());
    }

    pub(crate) fn flow<T>(&self, key: &Key, with: impl FnOnce(Option<&mut Begun>) -> T) -> T {
        with(self.flows().get_mut(key))
    }
}
