//! Tries ExtendTrial, with each type of duration.

use chrono::{DateTime, TimeDelta, Utc};
use serde_json::{Value, json};

use super::subject::{Attempt, Subject};
use super::test::{Scene, WriteTest};
use crate::actions::choices::{duration, two_months};
use crate::actions::extend_trial::{END, EXTEND_TRIAL, WRITE};
use crate::announced::Announced;
use crate::data::Data;
use crate::models::subscription::date;
use crate::run::Run;

pub(super) static TEST: WriteTest = WriteTest {
    module: &EXTEND_TRIAL,
    body,
    try_options: |run, scene, subject| Box::pin(try_options(run, scene, subject)),
};

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
            // `multiple` says whether a trial may be extended more than once.
            may_be_refused_after: &[&EXTEND_TRIAL],
            may_be_refused_in_a_trial: false,
        };
        subject.attempt(run, &EXTEND_TRIAL, attempt).await;
    }
}

fn a_week_after(end: DateTime<Utc>) -> DateTime<Utc> {
    end.checked_add_signed(TimeDelta::weeks(1)).unwrap_or(end)
}
