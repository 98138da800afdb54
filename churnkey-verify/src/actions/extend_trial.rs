//! ExtendTrial (protocol 6.5).

use chrono::{DateTime, TimeDelta, Utc};
use serde_json::{Value, json};

use super::cancel::CANCEL;
use super::choices::{DURATIONS, duration, two_months};
use super::subject::{Attempt, Subject, date};
use crate::announced::Announced;
use crate::checks::define_checks;
use crate::compare::Effect;
use crate::data::Data;
use crate::models::SUBSCRIPTIONS;
use crate::protocol::{Action, Feature, Module, Need, Role, Scene};
use crate::run::Run;

pub(crate) static EXTEND_TRIAL: Module = Module {
    name: "ExtendTrial",
    required: false,
    needs: &[Need::always(&SUBSCRIPTIONS), Need::always(&CANCEL)],
    features: &[Feature::Flag("multiple"), DURATIONS],
    checks: CHECKS,
    role: Role::Action(Action {
        path: "/actions/subscription/extend-trial",
        path_for_all: None,
        check: &WRITE,
        try_options: |run, scene, subject| Box::pin(try_options(run, scene, subject)),
        body,
        invalid: || {
            vec![(json!({ "duration": { "type": "ck-verify" } }), "a duration that does not exist")]
        },
        effect,
    }),
};

define_checks! {
    "ExtendTrial" {
        WRITE "write.extend-trial":
            "an announced way to extend a trial does not work",
            "move the end of the subscription's `trial` before answering, or do not announce it";
    }
}

const END: &str = "/status/trial/end";

fn body(_: &Data, announced: &Announced) -> Value {
    let word = announced.words(EXTEND_TRIAL.name, "durations").into_iter().next();
    json!({ "duration": duration(&word.unwrap_or_default(), two_months()) })
}

async fn try_options(run: &mut Run<'_>, scene: &Scene<'_>, subject: &mut Subject) {
    if subject.status() != "trial" {
        return run.skip(&WRITE, EXTEND_TRIAL.name, "the subscription is not in a trial");
    }
    for kind in scene.announced.words(EXTEND_TRIAL.name, "durations") {
        let until = a_week_after(date(&subject.now, END).unwrap_or_else(Utc::now));
        let attempt = Attempt {
            words: format!("a duration of the type {kind}"),
            body: json!({ "duration": duration(&kind, until) }),
            // `multiple`: whether a trial may be extended more than once.
            may_be_refused_after: &[&EXTEND_TRIAL],
        };
        subject.attempt(run, &EXTEND_TRIAL, attempt).await;
    }
}

fn a_week_after(end: DateTime<Utc>) -> DateTime<Utc> {
    end.checked_add_signed(TimeDelta::weeks(1)).unwrap_or(end)
}

fn effect(_: &Value, before: &Value, after: &Value) -> Effect {
    let is_later = date(after, END) > date(before, END);
    Effect::new(is_later, "$.status.trial.end", "a later end of the trial", "no later end")
}
