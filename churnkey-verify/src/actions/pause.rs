//! Pause (protocol 6.2).

use serde_json::{Value, json};

use super::cancel::CANCEL;
use super::choices::{DURATIONS, WHEN};
use crate::checks::{MANIFEST_START_DATES, define_checks};
use crate::effect::Effect;
use crate::models::SUBSCRIPTIONS;
use crate::models::subscription::status;
use crate::module::{Action, Choice, Feature, Module, Need, Role};

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

fn effect(body: &Value, before: &Value, after: &Value) -> Effect {
    const PATH: &str = "$.status.name";
    let is_paused = status(after) == "paused";
    match body.get("startAt").and_then(Value::as_str) {
        Some("immediate") => Effect::new(is_paused, PATH, "the status `paused`", "another status"),
        // Churnkey does not say how a later pause shows, but it must not have started already.
        Some("end-of-period") if is_paused && status(before) != "paused" => Effect::Missing {
            path: PATH,
            expected: "no pause before the period ends",
            got: "a pause at once",
        },
        _ => Effect::Unspecified,
    }
}
