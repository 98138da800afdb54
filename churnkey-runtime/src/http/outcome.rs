//! What became of a request, as one word.

use std::fmt;

use serde::{Serialize, Serializer};

use crate::error::{self, Error};

/// What became of a request. For an action this is settled at its own end, whatever its client was answered.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum Outcome {
    /// The method succeeded.
    Done,
    /// It was answered 4xx, by the method or before the method was called; or 503 or 504 before the method was called.
    Refused,
    /// The method failed with an internal error, or answered 5xx.
    Failed,
    /// The method panicked.
    Panicked,
    /// The process ended while the action ran: how far it got is not known.
    CutOff,
    /// Nobody waited for it, and nothing was changed: a read was dropped, or an action's client left before the method was
    /// called.
    Abandoned,
}

impl Outcome {
    /// In metrics and logs: `done`, `refused`, `failed`, `panicked`, `cut_off`, `abandoned`.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Done => "done",
            Self::Refused => "refused",
            Self::Failed => "failed",
            Self::Panicked => "panicked",
            Self::CutOff => "cut_off",
            Self::Abandoned => "abandoned",
        }
    }

    pub(crate) fn of<T>(done: &error::Result<T>) -> Self {
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

impl fmt::Display for Outcome {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}

/// As [`as_str`](Self::as_str).
impl Serialize for Outcome {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(self.as_str())
    }
}
