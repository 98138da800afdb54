//! Tries Cancel, with each schedule.

use serde_json::{Value, json};

use super::subject::{Attempt, Subject};
use super::test::{Scene, WriteTest};
use crate::actions::{CANCEL, PAUSE};
use crate::announced::Announced;
use crate::data::Data;
use crate::module::Module;
use crate::run::Run;

pub(super) static TEST: WriteTest = WriteTest {
    module: &CANCEL,
    body,
    try_options: |run, scene, subject| Box::pin(try_options(run, scene, subject)),
};

fn body(_: &Data, announced: &Announced) -> Value {
    json!({ "scheduledAt": announced.words(CANCEL.name, "schedules").first(), "unpause": false })
}

async fn try_options(run: &mut Run<'_>, scene: &Scene<'_>, subject: &mut Subject) {
    let can_unpause = scene.announced.flag(CANCEL.name, "unpause").unwrap_or(false);
    // Cancelling a paused subscription may be refused if it cannot be unpaused.
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
            may_be_refused_in_a_trial: true,
        };
        subject.attempt(run, &CANCEL, attempt).await;
    }
}
