//! What is wrong with one answer.

use serde::Serialize;

use super::Severity;
use crate::checks::Check;

/// One thing that is wrong with an answer.
///
/// Like a report it names paths, types, ids and words of the protocol; never an e-mail address, a phone number or a name.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[non_exhaustive]
pub struct Fault {
    /// The check that finds it.
    pub check: &'static Check,
    /// Whether it is a fault or advice.
    pub severity: Severity,
    /// The JSON path, such as `$.data[0].start`.
    pub path: String,
    /// What the protocol wants.
    pub expected: String,
    /// What came instead.
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
