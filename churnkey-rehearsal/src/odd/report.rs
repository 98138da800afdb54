//! The report of an odd play.

use std::fmt;

use serde::Serialize;

/// The report of an odd play, with an [`Oddity`] for each difference. `Display` is for people, `Serialize` for programs.
#[derive(Debug, Clone, PartialEq, Serialize)]
#[serde(rename_all = "camelCase")]
#[non_exhaustive]
pub struct OddReport {
    /// The seed that chose the differences.
    pub seed: u64,
    /// In the order of the protocol's table of unknowns.
    pub oddities: Vec<Oddity>,
}

/// One difference, and its result.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase")]
#[non_exhaustive]
pub struct Oddity {
    /// Its number in the table of [protocol 9](churnkey_runtime::protocol#9-unknowns-and-recommended-tolerant-reading),
    /// such as `U1`, or the section that leaves it open, such as `2.1`.
    pub unknown: &'static str,
    /// What this Churnkey does.
    pub difference: String,
    /// The result.
    pub verdict: OddVerdict,
    /// The request, such as `GET /churnkey/features`; `None` if nothing was sent.
    pub request: Option<String>,
    /// The answer's status, if there was an answer.
    pub status: Option<u16>,
    /// The reason for the verdict, if it needs one.
    pub reason: Option<String>,
    /// The warnings that an integration in this process logged meanwhile. Empty over HTTP.
    pub log: Vec<String>,
    /// The setting of this project that makes it understood.
    pub fix: Option<String>,
    /// The recorder that makes it understood, in front of an integration in any language: `churnkey contact --translate`,
    /// perhaps with further options. `None` if it was understood, or if the recorder does not help.
    pub recorder: Option<String>,
}

/// The result of a difference.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize)]
#[serde(rename_all = "camelCase")]
#[non_exhaustive]
pub enum OddVerdict {
    /// The integration understood it.
    Understood,
    /// It needs a setting, and the log names it.
    Reported,
    /// It needs a setting, and the log does not name it or is not captured.
    NeedsSetting,
    /// It needs no setting and was not understood, or the integration failed.
    NotUnderstood,
    /// It could not be played.
    NotPlayed,
}

impl OddVerdict {
    /// The verdict as the report prints it.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Understood => "understood",
            Self::Reported => "reported",
            Self::NeedsSetting => "needs a setting",
            Self::NotUnderstood => "NOT UNDERSTOOD",
            Self::NotPlayed => "not played",
        }
    }
}

impl OddReport {
    /// Whether the integration understood everything that needs no setting, and nothing failed.
    #[must_use]
    pub fn passed(&self) -> bool {
        self.count(OddVerdict::NotUnderstood) == 0 && self.count(OddVerdict::Understood) > 0
    }

    /// The number of differences with this verdict.
    #[must_use]
    pub fn count(&self, verdict: OddVerdict) -> usize {
        self.oddities.iter().filter(|oddity| oddity.verdict == verdict).count()
    }

    /// Panics with the report unless it [passed](Self::passed). For tests.
    ///
    /// # Panics
    /// If it did not pass.
    #[track_caller]
    pub fn assert_passed(&self) {
        assert!(self.passed(), "{self}");
    }
}

impl fmt::Display for OddReport {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        writeln!(f, "an odd Churnkey, seed {}", self.seed)?;
        for oddity in &self.oddities {
            write!(f, "\n{oddity}")?;
        }
        let all = [
            OddVerdict::Understood,
            OddVerdict::Reported,
            OddVerdict::NeedsSetting,
            OddVerdict::NotUnderstood,
            OddVerdict::NotPlayed,
        ];
        let counts = all.map(|verdict| format!("{} {}", self.count(verdict), verdict.as_str()));
        let passed = if self.passed() { "passed" } else { "failed" };
        writeln!(f, "\n{}\n{passed}", counts.join(", "))
    }
}

impl fmt::Display for Oddity {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { unknown, difference, verdict, .. } = self;
        writeln!(f, "{:<15}  {unknown:<3}  {difference}", verdict.as_str())?;
        if let Some(request) = &self.request {
            let status = self.status.map_or_else(|| "---".to_owned(), |status| status.to_string());
            writeln!(f, "    {}  {status}", clean(request))?;
        }
        if let Some(reason) = &self.reason {
            writeln!(f, "    {}", clean(reason))?;
        }
        for line in &self.log {
            writeln!(f, "    log: {}", clean(line))?;
        }
        if *verdict == OddVerdict::Understood {
            return Ok(());
        }
        if let Some(fix) = &self.fix {
            writeln!(f, "    fix: {}", clean(fix))?;
        }
        if let Some(recorder) = &self.recorder {
            writeln!(f, "    or: `{}` in front of the integration", clean(recorder))?;
        }
        Ok(())
    }
}

/// Replaces control characters, which a terminal would execute.
fn clean(text: &str) -> String {
    text.chars().map(|letter| if letter.is_control() { '\u{fffd}' } else { letter }).collect()
}
