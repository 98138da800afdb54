//! The entries of the log.

use chrono::{DateTime, SecondsFormat, Utc};
use serde::{Serialize, Serializer};
use serde_json::Value;

#[derive(Debug, Clone, Serialize)]
#[serde(rename_all = "camelCase")]
pub(crate) struct Entry {
    pub(crate) id: u64,
    #[serde(serialize_with = "iso")]
    pub(crate) at: DateTime<Utc>,
    #[serde(flatten)]
    pub(crate) event: Event,
}

fn iso<S: Serializer>(date: &DateTime<Utc>, serializer: S) -> Result<S::Ok, S::Error> {
    serializer.serialize_str(&date.to_rfc3339_opts(SecondsFormat::Millis, true))
}

#[derive(Debug, Clone, Serialize)]
#[serde(tag = "kind", rename_all = "camelCase")]
pub(crate) enum Event {
    /// From Churnkey to the integration.
    Exchange(Exchange),
    /// From the front end to Churnkey.
    FrontEnd(FrontEnd),
    /// The effect of an action on a subscription.
    Effect(Effect),
    /// A fault or a note.
    Finding(Finding),
    /// The end of a flow, as the front end reports it.
    Session(Session),
}

/// A request to the integration and its answer, without the token.
#[derive(Debug, Clone, PartialEq, Serialize)]
#[serde(rename_all = "camelCase")]
#[non_exhaustive]
pub struct Exchange {
    /// What it is for, such as `the subscription after the action`.
    pub purpose: String,
    /// `GET` or `POST`.
    pub method: &'static str,
    /// The path with its query, from `/churnkey` on.
    pub path: String,
    /// The `X-Churnkey-Mode` header.
    pub mode: &'static str,
    /// The JSON that was sent.
    pub body: Option<Value>,
    /// The answer's status; `None` if there is no answer.
    pub status: Option<u16>,
    /// How long it took, in milliseconds.
    #[serde(rename = "ms")]
    pub milliseconds: u64,
    /// The answer's body, cut after 64 KiB, or why there is no answer.
    pub answer: String,
}

/// A request of the front end.
#[derive(Debug, Clone, Serialize)]
#[serde(rename_all = "camelCase")]
pub(crate) struct FrontEnd {
    pub(crate) path: String,
    pub(crate) customer: Option<String>,
    pub(crate) subscription: Option<String>,
    pub(crate) body: Option<Value>,
    pub(crate) status: u16,
    /// Why it was refused.
    pub(crate) refusal: Option<String>,
}

/// The effect of an action on a subscription.
#[derive(Debug, Clone, PartialEq, Serialize)]
#[serde(rename_all = "camelCase")]
#[non_exhaustive]
pub struct Effect {
    /// The subscription's id.
    pub subscription: String,
    /// The promise to the customer, in words.
    pub promised: String,
    /// Whether the promised effect is visible.
    pub verdict: Verdict,
    /// The reason for the verdict.
    pub reason: String,
    /// The subscription before the action, as the integration sent it.
    pub before: Value,
    /// The subscription after the action.
    pub after: Value,
    /// The differences.
    pub changes: Vec<Change>,
}

/// Whether the promised effect is visible in the subscription.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize)]
#[serde(rename_all = "camelCase")]
#[non_exhaustive]
pub enum Verdict {
    /// It is visible.
    Visible,
    /// The action was accepted for the end of the period, and nothing contradicts it.
    Later,
    /// The action was accepted, but its effect is not visible.
    Missing,
    /// The integration did not accept the action.
    Failed,
}

/// A value of a subscription that an action changed.
#[derive(Debug, Clone, PartialEq, Serialize)]
#[serde(rename_all = "camelCase")]
#[non_exhaustive]
pub struct Change {
    /// Its JSON path, such as `$.status.name`.
    pub path: String,
    /// The value before; `None` if there was none.
    pub before: Option<Value>,
    /// The value after; `None` if it is gone.
    pub after: Option<Value>,
}

/// A fault or a note.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase")]
#[non_exhaustive]
pub struct Finding {
    /// Whether it is a fault.
    pub fault: bool,
    /// What is wrong, in a sentence.
    pub title: String,
    /// What was tried, expected and observed.
    pub detail: String,
    /// How to find or fix the cause.
    pub help: String,
}

impl Finding {
    pub(crate) fn fault(title: impl Into<String>, detail: impl Into<String>) -> Self {
        Self { fault: true, title: title.into(), detail: detail.into(), help: String::new() }
    }

    pub(crate) fn note(title: impl Into<String>, detail: impl Into<String>) -> Self {
        Self { fault: false, ..Self::fault(title, detail) }
    }

    pub(crate) fn help(self, help: impl Into<String>) -> Self {
        Self { help: help.into(), ..self }
    }
}

/// The end of a flow.
#[derive(Debug, Clone, Serialize)]
#[serde(rename_all = "camelCase")]
pub(crate) struct Session {
    pub(crate) customer: Option<String>,
    pub(crate) subscription: Option<String>,
    /// In words.
    pub(crate) outcome: String,
    pub(crate) record: Value,
}
