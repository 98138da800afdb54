//! The report, and its finding on each unknown.

use serde::Serialize;

/// What a record shows of each unknown of the protocol
/// ([protocol 9](churnkey_runtime::protocol#9-unknowns-and-recommended-tolerant-reading)). `Display` prints it as a table.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[non_exhaustive]
pub struct ContactReport {
    /// U1 to U22.
    pub findings: Vec<Finding>,
    /// How many requests were recorded.
    pub requests: u64,
    /// A line for each kind of request, without personal data.
    pub kinds: Vec<String>,
    /// What may make the record wrong or incomplete.
    pub remarks: Vec<String>,
}

/// What a record shows of one unknown.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[non_exhaustive]
pub struct Finding {
    /// Such as `U1`.
    pub unknown: &'static str,
    /// What the unknown is about.
    pub about: &'static str,
    /// Whether Churnkey does what this project expects.
    pub verdict: FindingVerdict,
    /// What was seen.
    pub observed: String,
    /// The settings to change, or other advice; empty if there is nothing to do.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub fix: Vec<String>,
}

/// Whether Churnkey does what this project expects.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum FindingVerdict {
    /// It does.
    AsExpected,
    /// It does something else.
    Different,
    /// No recorded request shows it.
    NotSeen,
}

/// The part of a finding that is read from the record.
pub(super) struct Observation {
    pub(super) verdict: FindingVerdict,
    pub(super) observed: String,
    pub(super) fix: Vec<String>,
}

impl Observation {
    pub(super) fn as_expected(observed: impl Into<String>) -> Self {
        Self { verdict: FindingVerdict::AsExpected, observed: observed.into(), fix: Vec::new() }
    }

    pub(super) fn different(observed: impl Into<String>) -> Self {
        Self { verdict: FindingVerdict::Different, observed: observed.into(), fix: Vec::new() }
    }

    pub(super) fn not_seen(reason: impl Into<String>) -> Self {
        Self { verdict: FindingVerdict::NotSeen, observed: reason.into(), fix: Vec::new() }
    }

    pub(super) fn fix(mut self, fix: impl Into<String>) -> Self {
        let fix = fix.into();
        if !self.fix.contains(&fix) {
            self.fix.push(fix);
        }
        self
    }
}
