//! What is wrong with one answer, and how bad that is.

use serde::Serialize;

use crate::checks::Check;

/// How a check ended, the worst last.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum Severity {
    /// As expected.
    Passed,
    /// Not run; `got` says why.
    Skipped,
    /// Advice: Churnkey can work with it.
    Warning,
    /// A fault.
    Failed,
}

/// One thing that is wrong with an answer.
///
/// Like a report, it names paths, types, ids and words of the protocol; never an e-mail address, a phone number or a
/// name.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[non_exhaustive]
pub struct Fault {
    /// The check that finds it.
    pub check: &'static Check,
    /// Whether it is a fault or advice.
    pub severity: Severity,
    /// The JSON path, such as `$.data[0].start`.
    pub path: String,
    /// What the protocol requires.
    pub expected: String,
    /// What was sent instead.
    pub got: String,
}

impl Fault {
    pub(crate) fn failed(
        check: &'static Check,
        path: impl Into<String>,
        expected: impl Into<String>,
        got: impl Into<String>,
    ) -> Self {
        let (path, expected, got) = (path.into(), expected.into(), got.into());
        Self { check, severity: Severity::Failed, path, expected, got }
    }
}
