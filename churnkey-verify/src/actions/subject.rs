//! The subscription that is changed, and how an action on it is sent and judged.

use std::collections::BTreeSet;

use chrono::{DateTime, Utc};
use serde_json::{Value, json};

use crate::answer::Answer;
use crate::checks::{Check, WRITE_EMPTY_ANSWER, WRITE_REFUSED};
use crate::compare::difference;
use crate::data::Data;
use crate::effects::Effect;
use crate::fields;
use crate::report::Weight;
use crate::run::{Ask, Run};
use crate::transport::segment;

pub(crate) struct Subject {
    pub(crate) id: String,
    pub(crate) customer: String,
    /// As it was last retrieved.
    pub(crate) now: Value,
    /// The actions that were accepted in this run: what comes after one may be refused because of it.
    accepted: BTreeSet<&'static str>,
}

/// How an option ended.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Ended {
    Accepted,
    /// Not carried out; what there is to tell is told.
    Not,
}

/// An action with one set of its options.
pub(crate) struct Option_ {
    pub(crate) module: &'static str,
    pub(crate) check: &'static Check,
    pub(crate) path: &'static str,
    /// The options in words, such as `scheduledAt: immediate`.
    pub(crate) words: String,
    /// Without the ids of the customer and the subscription.
    pub(crate) body: Value,
}

impl Subject {
    /// By its customer when that is named, or else by the lists.
    pub(crate) async fn find(run: &mut Run<'_>, data: &Data, id: &str) -> Option<Self> {
        let named = run.settings.customer.as_ref().map(ToString::to_string);
        let listed = || {
            let owned = data.subscriptions.iter().find(|owned| owned.listed.id() == Some(id))?;
            Some(owned.customer.clone())
        };
        let customer = named.or_else(listed)?;
        let mut subject =
            Self { id: id.to_owned(), customer, now: Value::Null, accepted: BTreeSet::new() };
        subject.look(run).await.then_some(subject)
    }

    /// Retrieves the subscription anew.
    pub(crate) async fn look(&mut self, run: &mut Run<'_>) -> bool {
        let path =
            format!("/customers/{}/subscriptions/{}", segment(&self.customer), segment(&self.id));
        let found = run.read(path).await.and_then(|answer| answer.object().cloned());
        let there = found.is_some();
        self.now = found.unwrap_or(Value::Null);
        there
    }

    pub(crate) fn status(&self) -> &str {
        let name = self.now.get("status").and_then(|status| status.get("name"));
        name.and_then(Value::as_str).unwrap_or_default()
    }

    /// A date inside of the subscription, such as `/status/currentPeriod/end`.
    pub(crate) fn date(&self, pointer: &str) -> Option<DateTime<Utc>> {
        self.now.pointer(pointer).and_then(fields::date)
    }

    pub(crate) fn was_accepted(&self, module: &str) -> bool {
        self.accepted.contains(module)
    }

    pub(crate) fn body(&self, rest: &Value) -> Value {
        let mut body = json!({ "customerId": self.customer, "subscriptionId": self.id });
        if let (Value::Object(body), Value::Object(rest)) = (&mut body, rest) {
            body.extend(rest.clone());
        }
        body
    }

    /// Retrieves the subscription anew, after something that had no right to change it.
    pub(crate) async fn is_unchanged(&mut self, run: &mut Run<'_>, after: &str) -> bool {
        let before = self.now.clone();
        self.look(run).await;
        match difference(&before, &self.now) {
            None => true,
            Some(path) => {
                changed(run, path, after);
                false
            }
        }
    }

    /// Sends an option, judges its answer, and looks at the subscription again.
    ///
    /// `after` are the actions because of which it may be refused.
    pub(crate) async fn act(
        &mut self,
        run: &mut Run<'_>,
        option: &Option_,
        after: &[&str],
    ) -> Ended {
        let body = self.body(&option.body);
        let Some(answer) = send(run, option.path, &body).await else { return Ended::Not };
        let tried = format!("{} with {}", answer.shown, option.words);
        if answer.is_success() {
            empty(run, &answer, &tried);
            self.accepted.insert(option.module);
            if self.look(run).await {
                return Ended::Accepted;
            }
            let got = "a subscription that is gone";
            run.fail(option.check, &tried, "a subscription that can be retrieved", got);
            return Ended::Not;
        }
        self.is_unchanged(run, &tried).await;
        let because = match after.iter().find(|module| self.was_accepted(module)) {
            Some(module) => Some(format!("after {module} in this run")),
            // A merchant may have rules of its own for a trial.
            None => (self.status() == "trial" && option.module != "ExtendTrial")
                .then(|| "while the subscription is in its trial".to_owned()),
        };
        match because {
            Some(because) if (400..500).contains(&answer.status) => {
                let why = format!("refused with {} {because}", answer.status);
                run.skip(option.check, &tried, &why);
            }
            _ => run.fail(option.check, &tried, "200, since it is announced", &answer.summary()),
        }
        Ended::Not
    }

    /// Whether the effect of an option that was accepted is there.
    pub(crate) fn shows(
        &self,
        run: &mut Run<'_>,
        option: &Option_,
        effect: Effect<'_>,
        before: &Value,
    ) {
        if let Some(missing) = effect.missing(before, &self.now) {
            let tried = format!("POST /churnkey{} with {}", option.path, option.words);
            let path = Some(missing.path.to_owned());
            run.record(option.check, Weight::Failed, &tried, missing.expected, missing.got, path);
        }
    }
}

fn changed(run: &mut Run<'_>, path: String, after: &str) {
    let tried = format!("the subscription after {after}");
    let (expected, got) = ("the subscription as it was", "a change");
    run.record(&WRITE_REFUSED, Weight::Failed, &tried, expected, got, Some(path));
}

pub(crate) async fn send(run: &mut Run<'_>, path: &str, body: &Value) -> Option<Answer> {
    let ask = run.request("POST", path);
    run.send(Ask { body: Some(body.to_string()), ..ask }).await
}

fn empty(run: &mut Run<'_>, answer: &Answer, tried: &str) {
    if !answer.body.is_empty() {
        run.warn(&WRITE_EMPTY_ANSWER, tried, "200 with no body", &answer.summary());
    }
}
