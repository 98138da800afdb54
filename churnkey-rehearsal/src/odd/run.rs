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

/// What makes an integration understand a difference that it refuses.
#[derive(Default)]
pub(super) struct Remedy {
    setting: Option<String>,
    recorder: Option<String>,
}

impl Remedy {
    /// Neither a setting of this project nor the recorder: the integration has to change.
    pub(super) fn none() -> Self {
        Self::default()
    }

    /// A setting of this project. Without one, this project understands the difference as it is.
    pub(super) fn setting(line: impl Into<String>) -> Self {
        Self { setting: Some(line.into()), recorder: None }
    }

    /// Or the recorder, if it turns the request into an ordinary one that the integration understands.
    pub(super) fn or_recorder(self, helps: bool) -> Self {
        self.or_recorder_with(helps.then_some("--translate"))
    }

    /// Or the recorder, with these options.
    pub(super) fn or_recorder_with(self, options: Option<&str>) -> Self {
        Self { recorder: options.map(|options| format!("churnkey contact {options}")), ..self }
    }
}

impl Run {
    /// Adds the result of a request.
    pub(super) fn judge(
        &mut self,
        unknown: &'static str,
        difference: impl Into<String>,
        answer: Answer,
        understood: bool,
        remedy: Remedy,
    ) {
        let failed = answer.status.is_none_or(|status| status >= 500);
        let verdict = match &remedy.setting {
            _ if understood => OddVerdict::Understood,
            None => OddVerdict::NotUnderstood,
            Some(_) if failed => OddVerdict::NotUnderstood,
            Some(_) if !answer.log.is_empty() => OddVerdict::Reported,
            Some(_) => OddVerdict::NeedsSetting,
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
            fix: remedy.setting,
            recorder: remedy.recorder.filter(|_| !understood),
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
            recorder: None,
        });
    }
}
