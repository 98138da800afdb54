//! What came of each difference.

use std::fmt;

use serde::Serialize;

/// What came of a Churnkey that differs: a [`Oddity`] for each difference. `Display` is for people, `Serialize` for
/// programs.
#[derive(Debug, Clone, PartialEq, Serialize)]
#[serde(rename_all = "camelCase")]
#[non_exhaustive]
pub struct OddReport {
    /// Chose the differences; the same seed chooses the same.
    pub seed: u64,
    /// In the order of the protocol's table of unknowns.
    pub oddities: Vec<Oddity>,
}

/// One difference, and what came of it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase")]
#[non_exhaustive]
pub struct Oddity {
    /// Its number in the table of [protocol 9](churnkey_runtime::protocol#9-unknowns-and-recommended-tolerant-reading),
    /// such as `U1`, or the section that leaves it open, such as `2.1`.
    pub unknown: &'static str,
    /// What this Churnkey does, in words.
    pub difference: String,
    /// What came of it.
    pub verdict: OddVerdict,
    /// The request, such as `GET /churnkey/features`; `None` if nothing was sent.
    pub request: Option<String>,
    /// The answer's status, if there was an answer.
    pub status: Option<u16>,
    /// The reason, if the verdict needs one.
    pub because: Option<String>,
    /// What an integration in this process told its owner meanwhile. Over HTTP its log cannot be seen.
    pub told: Vec<String>,
    /// What an owner of an integration of this crate writes, so that it is understood.
    pub write: Option<String>,
    /// Whether `churnkey contact --translate`, in front of an integration in any language, helps.
    pub translated: bool,
}

/// What came of a difference.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize)]
#[serde(rename_all = "camelCase")]
#[non_exhaustive]
pub enum OddVerdict {
    /// The integration understood it.
    Understood,
    /// It needs a setting, and the integration told its owner which.
    Told,
    /// It was refused and needs a setting. Whether the log says so is not known, or it does not.
    NeedsSetting,
    /// It was not understood although no setting should be needed, or the integration failed.
    NotUnderstood,
    /// It could not be played here, or there is nothing to play.
    NotPlayed,
}

impl OddVerdict {
    /// In words.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Understood => "understood",
            Self::Told => "told",
            Self::NeedsSetting => "needs a setting",
            Self::NotUnderstood => "NOT UNDERSTOOD",
            Self::NotPlayed => "not played",
        }
    }
}

impl OddReport {
    /// Whether all is understood that no setting is needed for, and nothing failed.
    #[must_use]
    pub fn passed(&self) -> bool {
        self.count(OddVerdict::NotUnderstood) == 0 && self.count(OddVerdict::Understood) > 0
    }

    /// How many ended like this.
    #[must_use]
    pub fn count(&self, verdict: OddVerdict) -> usize {
        self.oddities.iter().filter(|oddity| oddity.verdict == verdict).count()
    }

    /// Panics with the report unless it [passed](Self::passed). For tests.
    ///
    /// # Panics
    /// When it has not passed.
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
            OddVerdict::Told,
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
        if let Some(because) = &self.because {
            writeln!(f, "    {}", clean(because))?;
        }
        for line in &self.told {
            writeln!(f, "    its log: {}", clean(line))?;
        }
        if *verdict == OddVerdict::Understood {
            return Ok(());
        }
        if let Some(line) = &self.write {
            writeln!(f, "    write: {}", clean(line))?;
        }
        if self.translated {
            writeln!(f, "    or: `churnkey contact --translate` in front of the integration")?;
        }
        Ok(())
    }
}

/// Text of an integration, without control characters, which a terminal would obey.
fn clean(text: &str) -> String {
    text.chars().map(|letter| if letter.is_control() { '\u{fffd}' } else { letter }).collect()
}
