//! `Cancel` (protocol 6.1): last, since nothing can be tried after it.

use serde_json::{Value, json};

use super::subject::{Ended, Option_, Subject};
use crate::checks::WRITE_CANCEL as CHECK;
use crate::effects::Effect;
use crate::manifest::Announced;
use crate::run::Run;

const PATH: &str = "/actions/subscription/cancel";

pub(crate) async fn check(run: &mut Run<'_>, announced: &Announced, subject: &mut Subject) {
    let unpause = announced.flag("Cancel", "unpause").unwrap_or(false);
    for schedule in ["end-of-period", "immediate"] {
        if !announced.words("Cancel", "schedules").iter().any(|word| word == schedule) {
            continue;
        }
        let paused = subject.status() == "paused";
        let mut body = json!({ "scheduledAt": schedule });
        if let Value::Object(body) = &mut body
            && unpause
        {
            body.insert("unpause".to_owned(), Value::Bool(paused));
        }
        let option = Option_ {
            module: "Cancel",
            check: &CHECK,
            path: PATH,
            words: format!("scheduledAt: {schedule}"),
            body,
        };
        // A paused subscription that cannot be unpaused may be refused.
        let after: &[&str] = if unpause { &["Cancel"] } else { &["Cancel", "Pause"] };
        let before = subject.now.clone();
        if subject.act(run, &option, after).await == Ended::Accepted {
            subject.shows(run, &option, Effect::Cancel(schedule), &before);
        }
    }
}
