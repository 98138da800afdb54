//! The result of a run, and how it is shown.

mod junit;

use std::fmt;
use std::time::Duration;

use serde::{Serialize, Serializer};

pub(crate) use junit::escaped;

use crate::checks::Check;
use crate::fault::Severity;
use crate::protocol::checks;

/// One thing that was tried, and its result.
///
/// It names paths, types and ids; never an e-mail address, a phone number, a name or the token. In process, `got` also
/// has the cause of a 5xx, as the integration would log it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[non_exhaustive]
pub struct Outcome {
    /// The check.
    pub check: &'static Check,
    /// The result.
    pub severity: Severity,
    /// The request, such as `GET /churnkey/prices?limit=100`.
    pub tried: String,
    /// What the protocol requires.
    pub expected: String,
    /// What was sent instead.
    pub got: String,
    /// The JSON path of the fault, such as `$.data[0].start`.
    pub path: Option<String>,
    /// How many more objects have the same fault.
    pub also: usize,
}

/// The result of a run.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[non_exhaustive]
pub struct Report {
    /// The outcomes, in the order in which they were tried.
    pub outcomes: Vec<Outcome>,
    /// The number of requests sent.
    pub requests: usize,
    /// The duration of the run.
    #[serde(rename = "elapsedMs", serialize_with = "milliseconds")]
    pub elapsed: Duration,
}

/// The verdict on a run.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Verdict {
    /// Something was checked, and nothing failed.
    Passed,
    /// A check failed.
    Failed,
    /// Nothing failed because nothing was checked; the outcomes say why.
    NotRun,
}

impl fmt::Display for Verdict {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(match self {
            Self::Passed => "passed",
            Self::Failed => "failed",
            Self::NotRun => "not run",
        })
    }
}

fn milliseconds<S: Serializer>(time: &Duration, serializer: S) -> Result<S::Ok, S::Error> {
    serializer.serialize_u64(u64::try_from(time.as_millis()).unwrap_or(u64::MAX))
}

impl Report {
    /// Whether something was checked and nothing failed. Warnings do not count.
    #[must_use]
    pub fn passed(&self) -> bool {
        self.verdict() == Verdict::Passed
    }

    /// The verdict in a word. Warnings do not count.
    #[must_use]
    pub fn verdict(&self) -> Verdict {
        if self.count(Severity::Failed) > 0 {
            Verdict::Failed
        } else if self.count(Severity::Passed) > 0 {
            Verdict::Passed
        } else {
            Verdict::NotRun
        }
    }

    /// For a test: panics with the whole report unless the run [passed](Self::passed).
    ///
    /// # Panics
    /// A check failed, or none was run.
    #[track_caller]
    pub fn assert_passed(&self) {
        assert!(self.passed(), "the integration does not follow Churnkey's protocol\n\n{self}");
    }

    /// The number of outcomes with this severity.
    #[must_use]
    pub fn count(&self, severity: Severity) -> usize {
        self.outcomes.iter().filter(|outcome| outcome.severity == severity).count()
    }

    /// The modules with an outcome, in order, and the number of outcomes of each severity.
    fn modules(&self) -> Vec<(&'static str, [usize; 4])> {
        let mut modules: Vec<(&'static str, [usize; 4])> = Vec::new();
        for check in checks() {
            if modules.iter().any(|(module, _)| *module == check.module) {
                continue;
            }
            let counts = [Severity::Failed, Severity::Warning, Severity::Passed, Severity::Skipped]
                .map(|severity| {
                    let of = |outcome: &&Outcome| {
                        outcome.check.module == check.module && outcome.severity == severity
                    };
                    self.outcomes.iter().filter(of).count()
                });
            if counts.iter().sum::<usize>() > 0 {
                modules.push((check.module, counts));
            }
        }
        modules
    }
}

/// Prints a table by module, then each fault and each warning with its fix.
impl fmt::Display for Report {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        writeln!(
            f,
            "{:<16}{:>8}{:>8}{:>8}{:>8}",
            "module", "failed", "warned", "passed", "skipped"
        )?;
        for (module, counts) in self.modules() {
            write!(f, "{module:<16}")?;
            for count in counts {
                let count = if count == 0 { "-".to_owned() } else { count.to_string() };
                write!(f, "{count:>8}")?;
            }
            writeln!(f)?;
        }
        for (severity, word) in [(Severity::Failed, "failed"), (Severity::Warning, "warning")] {
            for outcome in self.outcomes.iter().filter(|outcome| outcome.severity == severity) {
                write!(f, "\n{word}  {}: {}\n{outcome}", outcome.check.id, outcome.check.meaning)?;
            }
        }
        if self.verdict() == Verdict::NotRun {
            for Outcome { check, got, .. } in &self.outcomes {
                write!(f, "\nskipped  {}: {got}\n", check.id)?;
            }
        }
        let [failed, warned, passed, skipped] =
            [Severity::Failed, Severity::Warning, Severity::Passed, Severity::Skipped]
                .map(|severity| self.count(severity));
        write!(
            f,
            "\n{}: {failed} failed, {warned} warned, {passed} passed, {skipped} skipped; {} requests\n",
            self.verdict(),
            self.requests
        )
    }
}

/// Prints what was tried, expected and got, and the fix, one per line.
impl fmt::Display for Outcome {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let also = match self.also {
            0 => String::new(),
            also => format!(" (and {also} more like it)"),
        };
        match &self.path {
            None => writeln!(f, "    tried     {}{also}", self.tried)?,
            Some(path) => {
                writeln!(f, "    tried     {}\n    at        {path}{also}", self.tried)?;
            }
        }
        writeln!(f, "    expected  {}", self.expected)?;
        writeln!(f, "    got       {}", self.got)?;
        writeln!(f, "    fix       {}", self.check.fix)
    }
}
