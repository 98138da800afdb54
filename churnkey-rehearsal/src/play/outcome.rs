//! The result of a play.

use std::fmt;

use serde::Serialize;
use serde_json::Value;

use super::path::Path;
use crate::counterpart::Caller;
use crate::event::{Change, Effect, Entry, Event, Exchange, Finding, Verdict};
use crate::flow::Offer;

/// The result of a play: what was accepted, every request to the integration, and what changed in the subscriptions.
///
/// `Display` is a transcript for people, `Serialize` for programs. It contains customer data, in
/// [`exchange`](Self::exchange) and in the subscriptions.
#[derive(Debug, Clone, PartialEq, Serialize)]
#[serde(rename_all = "camelCase")]
#[non_exhaustive]
pub struct Outcome {
    /// Whether all promised effects are visible, and no fault was found.
    pub passed: bool,
    /// The customer's id.
    pub customer: String,
    /// The subscription's id, if the flow was about one.
    pub subscription: Option<String>,
    /// The chosen reason.
    pub chosen: Option<String>,
    /// The accepted offer. `None` if the subscription was cancelled.
    pub accepted: Option<Offer>,
    /// The effect of the action on each subscription.
    pub effects: Vec<Effect>,
    /// Faults and notes.
    pub findings: Vec<Finding>,
    /// Every request to the integration, in order.
    pub exchange: Vec<Exchange>,
}

impl Outcome {
    pub(super) fn new(
        caller: &Caller,
        path: &Path<'_>,
        accepted: Option<&Offer>,
        log: Vec<Entry>,
    ) -> Self {
        let (mut effects, mut findings, mut exchange) = (Vec::new(), Vec::new(), Vec::new());
        for entry in log {
            match entry.event {
                Event::Effect(effect) => effects.push(effect),
                Event::Finding(finding) => findings.push(finding),
                Event::Exchange(request) => exchange.push(request),
                Event::FrontEnd(_) | Event::Session(_) => {}
            }
        }
        let is_kept = |effect: &Effect| matches!(effect.verdict, Verdict::Visible | Verdict::Later);
        let passed = effects.iter().all(is_kept) && !findings.iter().any(|finding| finding.fault);
        Self {
            passed,
            customer: caller.customer.clone(),
            subscription: caller.subscription.clone(),
            chosen: path.reason.map(|reason| reason.label.clone()),
            accepted: accepted.cloned(),
            effects,
            findings,
            exchange,
        }
    }

    /// The first subscription before the action.
    #[must_use]
    pub fn before(&self) -> Option<&Value> {
        self.effects.first().map(|effect| &effect.before)
    }

    /// The first subscription after the action.
    #[must_use]
    pub fn after(&self) -> Option<&Value> {
        self.effects.first().map(|effect| &effect.after)
    }

    /// For a test: panics with the transcript unless the play [passed](Self::passed).
    ///
    /// # Panics
    /// If the play did not pass.
    #[track_caller]
    pub fn assert_passed(&self) {
        assert!(self.passed, "the cancel flow did not end as promised\n\n{self}");
    }
}

impl fmt::Display for Outcome {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "customer {}", clean(&self.customer))?;
        match &self.subscription {
            Some(subscription) => writeln!(f, ", subscription {}", clean(subscription))?,
            None => writeln!(f, ", all subscriptions")?,
        }
        if let Some(chosen) = &self.chosen {
            writeln!(f, "chose \"{}\"", clean(chosen))?;
        }
        match &self.accepted {
            Some(offer) => writeln!(
                f,
                "accepted \"{}\" ({})",
                clean(&offer.copy.headline),
                offer.terms.as_str()
            )?,
            None => writeln!(f, "cancelled")?,
        }
        writeln!(f)?;
        for exchange in &self.exchange {
            write_exchange(f, exchange)?;
        }
        for effect in &self.effects {
            write_effect(f, effect)?;
        }
        for finding in &self.findings {
            let word = if finding.fault { "fault" } else { "note" };
            writeln!(f, "\n{word}: {}", clean(&finding.title))?;
            for line in [&finding.detail, &finding.help] {
                if !line.is_empty() {
                    writeln!(f, "    {}", clean(line))?;
                }
            }
        }
        writeln!(f, "\n{}", if self.passed { "passed" } else { "failed" })
    }
}

fn write_exchange(f: &mut fmt::Formatter<'_>, exchange: &Exchange) -> fmt::Result {
    let Exchange { method, path, status, milliseconds, .. } = exchange;
    let status = status.map_or_else(|| "---".to_owned(), |status| status.to_string());
    writeln!(f, "{method:<4} {}  {status}  {milliseconds} ms", clean(path))?;
    if let Some(body) = &exchange.body {
        writeln!(f, "     {}", clean(&body.to_string()))?;
    }
    let failed = exchange.status.is_none_or(|status| status >= 300);
    if failed && !exchange.answer.is_empty() {
        let short: String = exchange.answer.chars().take(300).collect();
        writeln!(f, "     {}", clean(&short))?;
    }
    Ok(())
}

fn write_effect(f: &mut fmt::Formatter<'_>, effect: &Effect) -> fmt::Result {
    let word = match effect.verdict {
        Verdict::Visible => "visible",
        Verdict::Later => "accepted",
        Verdict::Missing => "MISSING",
        Verdict::Failed => "FAILED",
    };
    writeln!(f, "\n{}: {}", clean(&effect.subscription), clean(&effect.promised))?;
    writeln!(f, "    {word}: {}", clean(&effect.reason))?;
    for Change { path, before, after } in &effect.changes {
        let shown = |value: &Option<Value>| match value {
            Some(value) => clean(&value.to_string()),
            None => "(nothing)".to_owned(),
        };
        writeln!(f, "    {path}: {} -> {}", shown(before), shown(after))?;
    }
    Ok(())
}

/// Replaces control characters, which a terminal would execute.
fn clean(text: &str) -> String {
    text.chars().map(|letter| if letter.is_control() { '\u{fffd}' } else { letter }).collect()
}
