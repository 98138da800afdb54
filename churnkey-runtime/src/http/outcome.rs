//! What became of a request, in a word.

use crate::error::{Error, Result};

/// What became of a request: of an action at its own end, whatever its client was answered.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub(crate) enum Outcome {
    /// The method did what it was asked for.
    Done,
    /// It was answered with an error of 4xx, by the method or before it was called, or was turned away with 503 or 504
    /// before it was called.
    Refused,
    /// The method failed: an internal error, or one of 5xx that it answered with.
    Failed,
    /// The method panicked.
    Panicked,
    /// The process ended while the action ran: how far it got is not known.
    CutOff,
}

impl Outcome {
    /// In metrics and logs: `done`, `refused`, `failed`, `panicked`, `cut_off`.
    pub(crate) fn as_str(self) -> &'static str {
        match self {
            Self::Done => "done",
            Self::Refused => "refused",
            Self::Failed => "failed",
            Self::Panicked => "panicked",
            Self::CutOff => "cut_off",
        }
    }

    pub(crate) fn of<T>(done: &Result<T>) -> Self {
        match done {
            Ok(_) => Self::Done,
            Err(error) => Self::of_error(error),
        }
    }

    pub(crate) fn of_error(error: &Error) -> Self {
        if error.is_panic() {
            Self::Panicked
        } else if error.is_internal() || (error.is_by_method() && error.code() >= 500) {
            Self::Failed
        } else {
            Self::Refused
        }
    }
}
