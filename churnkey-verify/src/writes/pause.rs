//! Tries Pause, with each start date and each type of duration.

use serde_json::{Value, json};

use super::subject::{Attempt, Subject, merge};
use super::test::{Scene, WriteTest};
use crate::actions::choices::{duration, two_months};
use crate::actions::pause::{PAUSE, WRITE};
use crate::announced::Announced;
use crate::checks::WRITE_REFUSED;
use crate::data::Data;
use crate::run::Run;

pub(super) static TEST: WriteTest = WriteTest {
    module: &PAUSE,
    body,
    try_options: |run, scene, subject| Box::pin(try_options(run, scene, subject)),
};

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
    // Immediate comes first, so that the pause shows on the untouched subscription. Later attempts may find it already
    // paused.
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
                may_be_refused_in_a_trial: true,
            };
            subject.attempt(run, &PAUSE, attempt).await;
        }
    }
}

/// Churnkey's own sample answers 400 if `allowAnnual` is false.
async fn yearly_refused(run: &mut Run<'_>, scene: &Scene<'_>, subject: &mut Subject) {
    let Some(action) = PAUSE.action() else { return };
    let mut body = subject.body(&body(scene.data, scene.announced));
    merge(&mut body, &json!({ "allowAnnual": false }));
    let Some(exchange) = run.act(action.path, &body).await else { return };
    if exchange.is_success() {
        let tried = format!("{} with a yearly subscription and allowAnnual: false", exchange.shown);
        run.fail(&WRITE_REFUSED, &tried, "400", &exchange.summary());
    }
    subject.is_unchanged(run, "a pause that `allowAnnual: false` forbids").await;
}
