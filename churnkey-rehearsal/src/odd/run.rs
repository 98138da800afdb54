//! What the differences share: the integration, and their results.

use churnkey_verify::Announced;
use serde_json::Value;

use super::client::{Answer, Client};
use super::report::{OddVerdict, Oddity};
use super::seed::Seed;

/// An id that does not exist.
pub(super) const MISSING: &str = "ck-odd-missing";
/// A word that the protocol does not have.
pub(super) const UNKNOWN_WORD: &str = "ck-odd";

/// A running odd play, and its results so far.
pub(super) struct Run {
    pub(super) client: Client,
    pub(super) seed: Seed,
    pub(super) announced: Announced,
    /// As the integration sent it.
    pub(super) manifest: Value,
    pub(super) customers: Vec<Value>,
    pub(super) oddities: Vec<Oddity>,
}

/// What an integration needs to understand a difference.
pub(super) enum Fix {
    /// Nothing.
    NotNeeded,
    /// A setting of this project; the recorder does not help.
    Setting(String),
    /// A setting of this project, or the recorder.
    SettingOrRecorder(String),
}

impl Run {
    /// Adds the result of a request.
    pub(super) fn judge(
        &mut self,
        unknown: &'static str,
        difference: impl Into<String>,
        answer: Answer,
        understood: bool,
        fix: Fix,
    ) {
        let failed = answer.status.is_none_or(|status| status >= 500);
        let verdict = match &fix {
            _ if understood => OddVerdict::Understood,
            Fix::NotNeeded => OddVerdict::NotUnderstood,
            _ if failed => OddVerdict::NotUnderstood,
            _ if !answer.log.is_empty() => OddVerdict::Reported,
            _ => OddVerdict::NeedsSetting,
        };
        let (fix, recorder_helps) = match fix {
            Fix::NotNeeded => (None, false),
            Fix::Setting(line) => (Some(line), false),
            Fix::SettingOrRecorder(line) => (Some(line), true),
        };
        let message = answer.json.as_ref().and_then(|json| json.get("message")?.as_str());
        let message = message
            .filter(|_| !understood)
            .map(|message| message.replace(self.client.token(), "…"));
        self.oddities.push(Oddity {
            unknown,
            difference: difference.into(),
            verdict,
            request: Some(answer.request),
            status: answer.status,
            reason: answer.failure.or(message),
            log: answer.log,
            fix,
            recorder_helps,
        });
    }

    pub(super) fn not_played(
        &mut self,
        unknown: &'static str,
        difference: impl Into<String>,
        reason: impl Into<String>,
    ) {
        self.oddities.push(Oddity {
            unknown,
            difference: difference.into(),
            verdict: OddVerdict::NotPlayed,
            request: None,
            status: None,
            reason: Some(reason.into()),
            log: Vec::new(),
            fix: None,
            recorder_helps: false,
        });
    }
}
