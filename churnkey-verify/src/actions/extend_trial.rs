//! ExtendTrial (protocol 6.5).

use serde_json::{Value, json};

use super::cancel::CANCEL;
use super::choices::DURATIONS;
use crate::checks::define_checks;
use crate::effect::Effect;
use crate::models::SUBSCRIPTIONS;
use crate::models::subscription::date;
use crate::module::{Action, Feature, Module, Need, Role};

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

/// The path of the end of a subscription's trial.
pub(crate) const END: &str = "/status/trial/end";

fn effect(_: &Value, before: &Value, after: &Value) -> Effect {
    let is_later = date(after, END) > date(before, END);
    Effect::new(is_later, "$.status.trial.end", "a later end of the trial", "no later end")
}
