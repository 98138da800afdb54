//! Where the options of an action are kept for an observer, who may want the action's event when it has ended.

use std::any::Any;
use std::fmt;
use std::sync::{Arc, OnceLock};

/// The options of an action, which have an event.
pub(crate) trait HasEvent: Clone + Send + Sync + 'static {
    /// The [`ActionEvent`](crate::actions::ActionEvent), whose type belongs to the actions.
    fn any_event(&self) -> Box<dyn Any>;
}

/// Makes an event when it is asked for, since not everybody wants one, and its digest costs something.
#[derive(Clone)]
pub(crate) struct EventSource(Arc<dyn Fn() -> Box<dyn Any> + Send + Sync>);

impl EventSource {
    pub(crate) fn event<E: 'static>(&self) -> Option<E> {
        (self.0)().downcast().ok().map(|event| *event)
    }
}

impl fmt::Debug for EventSource {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("EventSource").finish_non_exhaustive()
    }
}

/// Shared by the call that fills it and the observed request.
#[derive(Debug, Clone, Default)]
pub(crate) struct EventSlot(Arc<OnceLock<EventSource>>);

impl EventSlot {
    pub(crate) fn fill(&self, options: &impl HasEvent) {
        let options = options.clone();
        let _ = self.0.set(EventSource(Arc::new(move || options.any_event())));
    }

    pub(crate) fn source(&self) -> Option<EventSource> {
        self.0.get().cloned()
    }
}
