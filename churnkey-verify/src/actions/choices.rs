//! The words that several actions use (protocol 3 and 6): for dates and durations.

use chrono::{DateTime, Months, SecondsFormat, Utc};
use serde_json::{Value, json};

use crate::checks::{MANIFEST_DURATIONS, MANIFEST_SCHEDULES};
use crate::module::{Choice, Feature};

/// `startDates` and `schedules` have the same words.
pub(super) const WHEN: &[&str] = &["immediate", "end-of-period"];

pub(super) const SCHEDULES: Feature = Feature::Choice(Choice {
    key: "schedules",
    words: WHEN,
    check: &MANIFEST_SCHEDULES,
    ask: |word| json!({ "scheduledAt": word }),
});

pub(super) const DURATIONS: Feature = Feature::Choice(Choice {
    key: "durations",
    words: &["period", "date"],
    check: &MANIFEST_DURATIONS,
    ask: |word| json!({ "duration": duration(word, two_months()) }),
});

/// A duration of the type `word` (protocol 6.6): a month, or until a date.
pub(crate) fn duration(word: &str, until: DateTime<Utc>) -> Value {
    if word == "date" {
        return json!({ "type": "date", "date": until.to_rfc3339_opts(SecondsFormat::Millis, true) });
    }
    json!({ "type": "period", "amount": 1, "unit": "month" })
}

/// Two months from now.
pub(crate) fn two_months() -> DateTime<Utc> {
    let now = Utc::now();
    now.checked_add_months(Months::new(2)).unwrap_or(now)
}
