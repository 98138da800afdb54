//! `Cancel` (protocol 6.1): last, since nothing can be tried after it.

use serde_json::{Value, json};

use super::subject::{Ended, Option_, Subject};
use crate::checks::WRITE_CANCEL as CHECK;
use crate::manifest::Announced;
use crate::report::Weight;
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
        if subject.act(run, &option, after).await != Ended::Accepted {
            continue;
        }
        let canceled = subject.status() == "canceled";
        let told = match schedule {
            "immediate" if !canceled => Some(("the status `canceled`", "200, but another status")),
            // Churnkey does not say how this shows; but it must not have ended already.
            "end-of-period" if canceled && has_time_left(subject) => {
                Some(("no cancellation before the period ends", "a cancellation at once"))
            }
            _ => None,
        };
        if let Some((expected, got)) = told {
            let tried = format!("POST /churnkey{PATH} with {}", option.words);
            let path = Some("$.status.name".to_owned());
            run.record(&CHECK, Weight::Failed, &tried, expected, got, path);
        }
    }
}

fn has_time_left(subject: &Subject) -> bool {
    let canceled = subject.date("/status/canceledAt");
    canceled.is_some_and(|canceled| canceled <= chrono::Utc::now())
        && subject.date("/status/currentPeriod/end").is_some_and(|end| end > chrono::Utc::now())
}
