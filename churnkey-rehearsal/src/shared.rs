//! The state that a rehearsal shares between threads.

use std::collections::HashMap;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Mutex, MutexGuard, PoisonError};

use crate::log::Log;
use crate::settings::Settings;

pub(crate) struct Shared {
    pub(crate) settings: Settings,
    pub(crate) log: Log,
    /// Whether an action takes effect at once if the integration announces both schedules.
    at_once: AtomicBool,
    flows: Mutex<HashMap<FlowKey, FlowState>>,
}

/// The customer of a flow, and the subscription if the flow is about one.
pub(crate) type FlowKey = (String, Option<String>);

/// A flow that was begun, and its actions so far.
#[derive(Default)]
pub(crate) struct FlowState {
    /// The kinds of the actions that the integration accepted, as the session record names them.
    pub(crate) accepted: Vec<&'static str>,
    /// The actions that were requested, to notice repeats.
    pub(crate) requested: Vec<String>,
}

const MAX_FLOWS: usize = 500;

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

    fn flows(&self) -> MutexGuard<'_, HashMap<FlowKey, FlowState>> {
        self.flows.lock().unwrap_or_else(PoisonError::into_inner)
    }

    pub(crate) fn begin(&self, key: FlowKey) {
        let mut flows = self.flows();
        if flows.len() >= MAX_FLOWS {
            flows.clear();
        }
        flows.insert(key, FlowState::default());
    }

    pub(crate) fn flow<T>(
        &self,
        key: &FlowKey,
        with: impl FnOnce(Option<&mut FlowState>) -> T,
    ) -> T {
        with(self.flows().get_mut(key))
    }
}
