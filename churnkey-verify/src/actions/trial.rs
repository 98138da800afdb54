//! `ExtendTrial` (protocol 6.5).

use chrono::{DateTime, SecondsFormat, TimeDelta, Utc};
use serde_json::{Value, json};

use super::subject::{Ended, Option_, Subject};
use crate::checks::WRITE_EXTEND_TRIAL as CHECK;
use crate::effects::Effect;
use crate::manifest::Announced;
use crate::run::Run;

const PATH: &str = "/actions/subscription/extend-trial";
const END: &str = "/status/trial/end";

pub(crate) async fn check(run: &mut Run<'_>, announced: &Announced, subject: &mut Subject) {
    if subject.status() != "trial" {
        let why = "the subscription is in no trial";
        return run.skip(&CHECK, &format!("POST /churnkey{PATH}"), why);
    }
    for kind in announced.words("ExtendTrial", "durations") {
        let before = subject.date(END);
        let duration = extension(&kind, before.unwrap_or_else(Utc::now));
        let option = Option_ {
            module: "ExtendTrial",
            check: &CHECK,
            path: PATH,
            words: format!("a duration of the type {kind}"),
            body: json!({ "duration": duration }),
        };
        let earlier = subject.now.clone();
        // `multiple`: whether a trial may be extended more than once.
        if subject.act(run, &option, &["ExtendTrial"]).await == Ended::Accepted {
            subject.shows(run, &option, Effect::ExtendTrial, &earlier);
        }
    }
}

/// A week, or until a week after the trial's end.
fn extension(kind: &str, end: DateTime<Utc>) -> Value {
    if kind == "date" {
        let until = end.checked_add_signed(TimeDelta::weeks(1)).unwrap_or(end);
        return json!({ "type": "date", "date": until.to_rfc3339_opts(SecondsFormat::Millis, true) });
    }
    json!({ "type": "period", "amount": 1, "unit": "month" })
}
