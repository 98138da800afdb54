//! Pause (protocol 6.2).

use serde_json::{Value, json};

use super::cancel::CANCEL;
use super::choices::{DURATIONS, WHEN, duration, two_months};
use super::subject::{Attempt, Subject, status};
use crate::announced::Announced;
use crate::checks::{MANIFEST_START_DATES, WRITE_REFUSED, define_checks};
use crate::compare::Effect;
use crate::data::Data;
use crate::models::SUBSCRIPTIONS;
use crate::protocol::{Action, Choice, Feature, Module, Need, Role, Scene};
use crate::run::Run;

pub(crate) static PAUSE: Module = Module {
    name: "Pause",
    required: false,
    needs: &[Need::always(&SUBSCRIPTIONS), Need::always(&CANCEL)],
    features: &[
        Feature::Flag("handleAll"),
        Feature::Flag("allowAnnual"),
        Feature::Choice(Choice {
            key: "startDates",
            words: WHEN,
            check: &MANIFEST_START_DATES,
            ask: |word| json!({ "startAt": word }),
        }),
        DURATIONS,
    ],
    checks: CHECKS,
    role: Role::Action(Action {
        path: "/actions/subscription/pause",
        path_for_all: Some("/actions/customer/pause"),
        check: &WRITE,
        try_options: |run, scene, subject| Box::pin(try_options(run, scene, subject)),
        body,
        invalid: || {
            vec![
                (json!({ "startAt": "ck-verify" }), "a start date that does not exist"),
                (json!({ "duration": { "type": "ck-verify" } }), "a duration that does not exist"),
            ]
        },
        effect,
    }),
};

define_checks! {
    "Pause" {
        WRITE "write.pause":
            "an announced way to pause does not work",
            "carry it out before answering, or do not announce it";
    }
}

fn body(_: &Data, announced: &Announced) -> Value {
    let word = |key: &str| announced.words(PAUSE.name, key).into_iter().next();
    json!({
        "startAt": word("startDates"),
        "duration": duration(&word("durations").unwrap_or_default(), two_months()),
        "allowAnnual": announced.flag(PAUSE.name, "allowAnnual").unwrap_or(false),
    })
}

async fn try_options(run: &mut Run<'_>, scene: &Scene<'_>, subject: &mut Subject) {
    let announced = scene.announced;
    let allow_annual = announced.flag(PAUSE.name, "allowAnnual").unwrap_or(false);
    let is_yearly = subject.now.pointer("/duration/unit").is_some_and(|unit| unit == "year");
    if is_yearly {
        yearly_refused(run, scene, subject).await;
        if !allow_annual {
            let why = "the subscription is yearly, and `allowAnnual` is not announced";
            return run.skip(&WRITE, PAUSE.name, why);
        }
    }
    let (starts, durations) =
        (announced.words(PAUSE.name, "startDates"), announced.words(PAUSE.name, "durations"));
    // At once first, while the subscription is untouched: that one shows. The others may find it paused already.
    for start in ["immediate", "end-of-period"] {
        if !starts.iter().any(|word| word == start) {
            continue;
        }
        for kind in &durations {
            let attempt = Attempt {
                words: format!("startAt: {start} and a duration of the type {kind}"),
                body: json!({
                    "startAt": start,
                    "duration": duration(kind, two_months()),
                    "allowAnnual": allow_annual,
                }),
                may_be_refused_after: &[&PAUSE],
            };
            subject.attempt(run, &PAUSE, attempt).await;
        }
    }
}

/// With `allowAnnual: false`, Churnkey's own sample answers 400.
async fn yearly_refused(run: &mut Run<'_>, scene: &Scene<'_>, subject: &mut Subject) {
    let Some(action) = PAUSE.action() else { return };
    let mut body = subject.body(&(action.body)(scene.data, scene.announced));
    super::subject::merge(&mut body, &json!({ "allowAnnual": false }));
    let Some(exchange) = run.act(action.path, &body).await else { return };
    if exchange.is_success() {
        let tried = format!("{} with a yearly subscription and allowAnnual: false", exchange.shown);
        run.fail(&WRITE_REFUSED, &tried, "400", &exchange.summary());
    }
    subject.is_unchanged(run, "a pause that `allowAnnual: false` forbids").await;
}

fn effect(body: &Value, before: &Value, after: &Value) -> Effect {
    const PATH: &str = "$.status.name";
    let is_paused = status(after) == "paused";
    match body.get("startAt").and_then(Value::as_str) {
        Some("immediate") => Effect::new(is_paused, PATH, "the status `paused`", "another status"),
        // How a pause to come shows is not said; but it must not have begun.
        Some("end-of-period") if is_paused && status(before) != "paused" => Effect::Missing {
            path: PATH,
            expected: "no pause before the period ends",
            got: "a pause at once",
        },
        _ => Effect::Unspecified,
    }
}
