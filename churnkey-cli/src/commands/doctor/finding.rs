//! One row of the report.

use std::borrow::Cow;

/// One setting, and what follows from its value.
pub(super) struct Finding {
    pub(super) setting: Cow<'static, str>,
    pub(super) value: String,
    pub(super) state: State,
    pub(super) note: String,
}

#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum State {
    Good,
    /// It works, but may not be intended.
    Doubtful,
    /// A server does not start with it, or a command does not run.
    Bad,
}

impl Finding {
    pub(super) fn new(
        setting: impl Into<Cow<'static, str>>,
        value: impl Into<String>,
        state: State,
        note: &str,
    ) -> Self {
        Self { setting: setting.into(), value: value.into(), state, note: note.to_owned() }
    }
}
