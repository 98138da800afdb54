//! `Pause` (protocol 6.2).

use chrono::{Months, SecondsFormat, Utc};
use serde_json::{Value, json};

use super::subject::{Ended, Option_, Subject, send};
use crate::checks::{WRITE_PAUSE as CHECK, WRITE_REFUSED};
use crate::effects::Effect;
use crate::manifest::Announced;
use crate::run::Run;

const PATH: &str = "/actions/subscription/pause";

pub(crate) async fn check(run: &mut Run<'_>, announced: &Announced, subject: &mut Subject) {
    let annual = announced.flag("Pause", "allowAnnual").unwrap_or(false);
    let yearly = subject.now.pointer("/duration/unit").is_some_and(|unit| unit == "year");
    if yearly {
        yearly_refused(run, announced, subject).await;
        if !annual {
            let why = "the subscription is yearly, and `allowAnnual` is not announced";
            return run.skip(&CHECK, &format!("POST /churnkey{PATH}"), why);
        }
    }
    // At once first, while the subscription is untouched: that one shows. The others may find it paused already.
    for start in ["immediate", "end-of-period"] {
        if !announced.words("Pause", "startDates").iter().any(|word| word == start) {
            continue;
        }
        for kind in announced.words("Pause", "durations") {
            let option = Option_ {
                module: "Pause",
                check: &CHECK,
                path: PATH,
                words: format!("startAt: {start} and a duration of the type {kind}"),
                body: json!({ "startAt": start, "duration": duration(&kind), "allowAnnual": annual }),
            };
            let first = !subject.was_accepted("Pause");
            let before = subject.now.clone();
            if subject.act(run, &option, &["Pause"]).await == Ended::Accepted && first {
                subject.shows(run, &option, Effect::Pause(start), &before);
            }
        }
    }
}

/// With `allowAnnual: false`, Churnkey's own sample answers 400.
async fn yearly_refused(run: &mut Run<'_>, announced: &Announced, subject: &mut Subject) {
    let word = |key: &str| announced.words("Pause", key).into_iter().next().unwrap_or_default();
    let body = subject.body(&json!({
        "startAt": word("startDates"),
        "duration": duration(&word("durations")),
        "allowAnnual": false,
    }));
    let Some(answer) = send(run, PATH, &body).await else { return };
    if answer.is_success() {
        let tried = format!("{} with a yearly subscription and allowAnnual: false", answer.shown);
        run.fail(&WRITE_REFUSED, &tried, "400", &answer.summary());
    }
    subject.is_unchanged(run, "a pause that `allowAnnual: false` forbids").await;
}

/// A month, or until two months from now.
pub(crate) fn duration(kind: &str) -> Value {
    if kind == "date" {
        let now = Utc::now();
        let until = now.checked_add_months(Months::new(2)).unwrap_or(now);
        return json!({ "type": "date", "date": until.to_rfc3339_opts(SecondsFormat::Millis, true) });
    }
    json!({ "type": "period", "amount": 1, "unit": "month" })
}
