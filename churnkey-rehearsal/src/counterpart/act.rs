//! Carries an action out, and compares the subscription before and after.

use churnkey_verify::compare;
use serde_json::Value;

use super::send::refusal;
use super::translate::{Call, Wanted};
use super::{Caller, Counterpart, Refused};
use crate::event::{Change, Effect, Event, Finding, Verdict};
use crate::reading::id;

impl Counterpart {
    /// Carries an action out, and looks at each subscription before and after.
    pub(crate) async fn act(&self, caller: &Caller, wanted: &Wanted) -> Result<(), Refused> {
        let announced = self.announced().await?;
        let before = self.scope(caller).await?;
        let calls = self.translate(&announced, caller, wanted, &before)?;
        self.twice(caller, wanted);
        for call in &calls {
            let ended = self.call(call).await;
            for at in &call.about {
                let Some(before) = before.get(*at) else { continue };
                self.look(caller, call, before, ended.as_ref().err()).await;
            }
            ended?;
        }
        self.shared.flow(&caller.key(), |flow| {
            if let Some(flow) = flow {
                flow.accepted.push(wanted.record());
            }
        });
        Ok(())
    }

    /// After a failure the component may post the same action again, and it sends no idempotency key.
    fn twice(&self, caller: &Caller, wanted: &Wanted) {
        let asked = format!("{wanted:?}");
        let again = self.shared.flow(&caller.key(), |flow| {
            flow.is_some_and(|flow| {
                let again = flow.asked.contains(&asked);
                if !again && flow.asked.len() < 100 {
                    flow.asked.push(asked);
                }
                again
            })
        });
        if again {
            let detail = "Both requests are sent on. Churnkey sends no idempotency key, so repeating an action must be harmless.";
            let finding = Finding::note(
                format!("{} was requested twice in this flow", wanted.module()),
                detail,
            );
            self.shared.log.find(finding);
        }
    }

    async fn call(&self, call: &Call) -> Result<(), Refused> {
        let purpose = format!("the action: {}", call.promise);
        let (request, received) = self.send(call.path, Some(&call.body), &purpose).await?;
        if received.is_success() {
            return Ok(());
        }
        let why = refusal(&received);
        let finding = Finding::fault(format!("{request} was refused"), why.clone());
        self.shared.log.find(finding.help(help(received.status)));
        let status = if received.status < 500 { received.status } else { 502 };
        Err(Refused::new(status, format!("the integration answered {why}")))
    }

    /// Reads the subscription again and reports what the action did to it.
    async fn look(&self, caller: &Caller, call: &Call, before: &Value, refused: Option<&Refused>) {
        let Some(id) = id(before) else { return };
        let purpose = "the subscription after the action";
        let Ok(after) = self.subscription(&caller.customer, id, purpose).await else { return };
        let changes = changes(before, &after);
        let effect = compare::effect(call.path, &call.body, before, &after);
        let (verdict, because) = match refused {
            Some(refused) if changes.is_empty() => {
                (Verdict::Failed, format!("{}; the subscription is unchanged", refused.reason))
            }
            Some(refused) => {
                let detail = format!("{id}: {} differs", words(&changes));
                self.shared.log.find(
                    Finding::fault("An action that was refused has changed the subscription", detail)
                        .help("Carry an action out completely or not at all: use one transaction."),
                );
                (Verdict::Failed, format!("{}; but the subscription has changed", refused.reason))
            }
            None => match effect {
                Some(compare::Effect::Missing { path, expected, got }) => {
                    let detail = format!("{id}: expected {expected} at {path}, got {got}");
                    let title =
                        format!("{} was accepted, but the promised effect is missing", call.promise);
                    self.shared.log.find(Finding::fault(title, detail).help(
                        "Carry the action out before you answer, and show its effect when the subscription is read.",
                    ));
                    (Verdict::Missing, format!("expected {expected}, got {got}"))
                }
                Some(compare::Effect::Visible { .. }) => (Verdict::Visible, words(&changes)),
                _ if changes.is_empty() => (
                    Verdict::Later,
                    "it takes effect at the end of the period; nothing shows in the subscription yet, and nothing has to (protocol 4.3)".to_owned(),
                ),
                _ => (Verdict::Later, format!("it takes effect at the end of the period; {}", words(&changes))),
            },
        };
        self.shared.log.add(Event::Effect(Effect {
            subscription: id.to_owned(),
            promised: call.promise.clone(),
            verdict,
            because,
            before: before.clone(),
            after,
            changes,
        }));
    }
}

/// What differs, the status first, since it says most.
fn changes(before: &Value, after: &Value) -> Vec<Change> {
    let there = |value: Value| Some(value).filter(|value| !value.is_null());
    let differences = compare::differences(before, after).into_iter();
    let mut changes: Vec<_> = differences
        .map(|difference| Change {
            path: difference.path,
            before: there(difference.before),
            after: there(difference.after),
        })
        .collect();
    changes.sort_by_key(|change| change.path != "$.status.name");
    changes
}

fn words(changes: &[Change]) -> String {
    match changes {
        [] => "nothing had to change".to_owned(),
        [one] => format!("{} has changed", one.path),
        [one, rest @ ..] => format!("{} and {} more have changed", one.path, rest.len()),
    }
}

fn help(status: u16) -> &'static str {
    match status {
        401 | 403 => "Compare the integration token.",
        400..500 => "The message is the integration's own. Does this offer fit this subscription?",
        _ => "The integration's own log should say why.",
    }
}
