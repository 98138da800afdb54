//! Carries out an action and checks its effect.

use churnkey_verify::compare;
use serde_json::Value;

use super::action::Action;
use super::send::error_text;
use super::translate::Call;
use super::{Caller, Counterpart, Refused};
use crate::event::{Change, Effect, Event, Finding, Verdict};
use crate::fields::id;

impl Counterpart {
    /// Carries out an action, and compares each subscription before and after.
    pub(crate) async fn act(&self, caller: &Caller, action: &Action) -> Result<(), Refused> {
        let announced = self.announced().await?;
        let before = self.scope(caller).await?;
        let calls = self.translate(&announced, caller, action, &before)?;
        self.note_repeat(caller, action);
        for call in &calls {
            let result = self.call(call).await;
            for at in &call.subscriptions {
                let Some(before) = before.get(*at) else { continue };
                self.check_effect(caller, call, before, result.as_ref().err()).await;
            }
            result?;
        }
        self.shared.flow(&caller.key(), |flow| {
            if let Some(flow) = flow {
                flow.accepted.push(action.session_name());
            }
        });
        Ok(())
    }

    /// After a failure the component may send the same action again, without an idempotency key.
    fn note_repeat(&self, caller: &Caller, action: &Action) {
        let requested = format!("{action:?}");
        let is_repeat = self.shared.flow(&caller.key(), |flow| {
            flow.is_some_and(|flow| {
                let is_repeat = flow.requested.contains(&requested);
                if !is_repeat && flow.requested.len() < 100 {
                    flow.requested.push(requested);
                }
                is_repeat
            })
        });
        if is_repeat {
            let detail = "Both requests are forwarded. Churnkey sends no idempotency key, so repeating an action must be harmless.";
            let finding = Finding::note(
                format!("{} was requested twice in this flow", action.module()),
                detail,
            );
            self.shared.log.report(finding);
        }
    }

    async fn call(&self, call: &Call) -> Result<(), Refused> {
        let purpose = format!("the action: {}", call.promise);
        let (request, received) = self.send(call.path, Some(&call.body), &purpose).await?;
        if received.is_success() {
            return Ok(());
        }
        let why = error_text(&received);
        let finding = Finding::fault(format!("{request} was refused"), why.clone());
        self.shared.log.report(finding.help(help(received.status)));
        let status = if received.status < 500 { received.status } else { 502 };
        Err(Refused::new(status, format!("the integration answered {why}")))
    }

    /// Reads the subscription again and reports the effect of the action.
    async fn check_effect(
        &self,
        caller: &Caller,
        call: &Call,
        before: &Value,
        refused: Option<&Refused>,
    ) {
        let Some(id) = id(before) else { return };
        let purpose = "the subscription after the action";
        let Ok(after) = self.subscription(&caller.customer, id, purpose).await else { return };
        let changes = changes(before, &after);
        let effect = compare::effect(call.path, &call.body, before, &after);
        let (verdict, reason) = match refused {
            Some(refused) if changes.is_empty() => {
                (Verdict::Failed, format!("{}; the subscription is unchanged", refused.reason))
            }
            Some(refused) => {
                let detail = format!("{id}: {}", summary(&changes));
                self.shared.log.report(
                    Finding::fault("An action that was refused has changed the subscription", detail)
                        .help("Carry out an action completely or not at all: use one transaction."),
                );
                (Verdict::Failed, format!("{}; but the subscription has changed", refused.reason))
            }
            None => match effect {
                Some(compare::Effect::Missing { path, expected, got }) => {
                    let detail = format!("{id}: expected {expected} at {path}, got {got}");
                    let title =
                        format!("{} was accepted, but the promised effect is missing", call.promise);
                    self.shared.log.report(Finding::fault(title, detail).help(
                        "Carry out the action before you answer, so that the subscription shows its effect.",
                    ));
                    (Verdict::Missing, format!("expected {expected}, got {got}"))
                }
                Some(compare::Effect::Visible { .. }) => (Verdict::Visible, summary(&changes)),
                _ if changes.is_empty() => (
                    Verdict::Later,
                    "it takes effect at the end of the period; the subscription need not show it yet (protocol 4.3)".to_owned(),
                ),
                _ => (Verdict::Later, format!("it takes effect at the end of the period; {}", summary(&changes))),
            },
        };
        self.shared.log.add(Event::Effect(Effect {
            subscription: id.to_owned(),
            promised: call.promise.clone(),
            verdict,
            reason,
            before: before.clone(),
            after,
            changes,
        }));
    }
}

/// The differences. The status comes first, because it says most.
fn changes(before: &Value, after: &Value) -> Vec<Change> {
    let some = |value: Value| Some(value).filter(|value| !value.is_null());
    let differences = compare::differences(before, after).into_iter();
    let mut changes: Vec<_> = differences
        .map(|difference| Change {
            path: difference.path,
            before: some(difference.before),
            after: some(difference.after),
        })
        .collect();
    changes.sort_by_key(|change| change.path != "$.status.name");
    changes
}

fn summary(changes: &[Change]) -> String {
    match changes {
        [] => "nothing had to change".to_owned(),
        [change] => format!("{} has changed", change.path),
        [change, rest @ ..] => format!("{} and {} more have changed", change.path, rest.len()),
    }
}

fn help(status: u16) -> &'static str {
    match status {
        401 | 403 => "Compare the integration token.",
        400..500 => {
            "The message comes from the integration. Does this offer fit this subscription?"
        }
        _ => "The integration's log should say why.",
    }
}
