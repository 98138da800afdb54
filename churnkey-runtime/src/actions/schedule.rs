//! When an action takes effect. Cancel and ChangePrice call it a schedule, Pause a start date; the words are the same.
//!
//! Neither is `#[non_exhaustive]`: a word that an integration has not declared never reaches it, and a new word should not
//! end up in a `_` arm that cancels.

use serde::Serialize;

use crate::module::words::Word;

/// When a cancellation or a change of price takes effect ([protocol 6.1](crate::protocol#61-cancel) and 6.4).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum Schedule {
    /// `immediate`: now.
    Immediate,
    /// `end-of-period`: when the current billing period ends.
    EndOfPeriod,
}

/// When a pause begins ([protocol 6.2](crate::protocol#62-pause)).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum StartDate {
    /// `immediate`: now.
    Immediate,
    /// `end-of-period`: when the current billing period ends.
    EndOfPeriod,
}

impl Word for Schedule {
    const ALL: &'static [Self] = &[Self::Immediate, Self::EndOfPeriod];

    fn as_str(self) -> &'static str {
        match self {
            Self::Immediate => "immediate",
            Self::EndOfPeriod => "end-of-period",
        }
    }
}

impl Word for StartDate {
    const ALL: &'static [Self] = &[Self::Immediate, Self::EndOfPeriod];

    fn as_str(self) -> &'static str {
        match self {
            Self::Immediate => "immediate",
            Self::EndOfPeriod => "end-of-period",
        }
    }
}
