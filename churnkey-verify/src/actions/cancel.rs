//! Cancel (protocol 6.1): last, since nothing can be tried after it.

use chrono::Utc;
use serde_json::{Value, json};

use super::choices::SCHEDULES;
use super::pause::PAUSE;
use super::subject::{Attempt, Subject, date, status};
use crate::announced::Announced;
use crate::checks::define_checks;
use crate::compare::Effect;
use crate::data::Data;
use crate::models::SUBSCRIPTIONS;
use crate::protocol::{Action, Feature, Module, Need, Role, Scene};
use crate::run::Run;

pub(crate) static CANCEL: Module = Module {
    name: "Cancel",
    required: false,
    needs: &[Need::always(&SUBSCRIPTIONS)],
    features: &[Feature::Flag("handleAll"), Feature::Flag("unpause"), SCHEDULES],
    checks: CHECKS,
    role: Role::Action(Action {
        path: "/actions/subscription/cancel",
        path_for_all: Some("/actions/customer/cancel"),
        check: &WRITE,
        try_options: |run, scene, subject| Box::pin(try_options(run, scene, subject)),
        body,
        invalid: || vec![(json!({ "scheduledAt": "ck-verify" }), "a schedule that does not exist")],
        effect,
    }),
};

define_checks! {
    "Cancel" {
        WRITE "write.cancel":
            "an announced way to cancel does not work",
            "carry it out before answering, or do not announce it";
    }
}

fn body(_: &Data, announced: &Announced) -> Value {
    json!({ "scheduledAt": announced.words(CANCEL.name, "schedules").first(), "unpause": false })
}

async fn try_options(run: &mut Run<'_>, scene: &Scene<'_>, subject: &mut Subject) {
    let can_unpause = scene.announced.flag(CANCEL.name, "unpause").unwrap_or(false);
    // A paused subscription that cannot be unpaused may be refused.
    let may_be_refused_after: &[&Module] =
        if can_unpause { &[&CANCEL] } else { &[&CANCEL, &PAUSE] };
    let words = scene.announced.words(CANCEL.name, "schedules");
    for schedule in ["end-of-period", "immediate"] {
        if !words.iter().any(|word| word == schedule) {
            continue;
        }
        let unpause = can_unpause.then(|| subject.status() == "paused");
        let attempt = Attempt {
            words: format!("scheduledAt: {schedule}"),
            body: json!({ "scheduledAt": schedule, "unpause": unpause }),
            may_be_refused_after,
        };
        subject.attempt(run, &CANCEL, attempt).await;
    }
}

fn effect(body: &Value, before: &Value, after: &Value) -> Effect {
    const PATH: &str = "$.status.name";
    let is_canceled = status(after) == "canceled";
    match body.get("scheduledAt").and_then(Value::as_str) {
        Some("immediate") => {
            Effect::new(is_canceled, PATH, "the status `canceled`", "another status")
        }
        // Churnkey does not say how this shows; but it must not have ended already.
        Some("end-of-period")
            if is_canceled && status(before) != "canceled" && has_time_left(after) =>
        {
            let expected = "no cancellation before the period ends";
            Effect::Missing { path: PATH, expected, got: "a cancellation at once" }
        }
        _ => Effect::Unspecified,
    }
}

fn has_time_left(subscription: &Value) -> bool {
    let now = Utc::now();
    date(subscription, "/status/canceledAt").is_some_and(|canceled| canceled <= now)
        && date(subscription, "/status/currentPeriod/end").is_some_and(|end| end > now)
}
