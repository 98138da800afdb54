//! Cancel (protocol 6.1).

use chrono::Utc;
use serde_json::{Value, json};

use super::choices::SCHEDULES;
use crate::checks::define_checks;
use crate::effect::Effect;
use crate::models::SUBSCRIPTIONS;
use crate::models::subscription::{date, status};
use crate::module::{Action, Feature, Module, Need, Role};

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

fn effect(body: &Value, before: &Value, after: &Value) -> Effect {
    const PATH: &str = "$.status.name";
    let is_canceled = status(after) == "canceled";
    match body.get("scheduledAt").and_then(Value::as_str) {
        Some("immediate") => {
            Effect::new(is_canceled, PATH, "the status `canceled`", "another status")
        }
        // Churnkey does not say how this shows, but the subscription must not have ended already.
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
