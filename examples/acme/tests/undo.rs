#![allow(clippy::unwrap_used, reason = "a test may fail")]

use churnkey::chrono::{DateTime, Utc};
use churnkey::serde_json::{Value, json};

use super::{Change, Fact, Timeline, too_late};

fn at(date: &str) -> DateTime<Utc> {
    format!("{date}T00:00:00Z").parse().unwrap()
}

fn millis(date: &str) -> i64 {
    at(date).timestamp_millis()
}

/// Billed each month, on the first.
fn timeline() -> Timeline {
    Timeline {
        start: at("2026-01-01"),
        trial_end: None,
        canceled_at: None,
        unpaid: false,
        pause: None,
        anchor: at("2026-01-01"),
        months: 1,
    }
}

/// What stands in the way on a day, of what was done on the tenth of March.
fn reason(fact: Fact, was: Value, is: Value, day: &str) -> Option<String> {
    let change = Change { fact, was, is };
    too_late(&change, at("2026-03-10"), &timeline(), at(day)).unwrap()
}

#[test]
fn a_cancellation_can_be_undone_until_the_period_ends_that_was_paid_for() {
    for end in ["2026-03-10", "2026-04-01"] {
        let reason = |day| reason(Fact::End, Value::Null, json!(millis(end)), day);
        assert_eq!(reason("2026-03-31"), None);
        let over = reason("2026-04-01").unwrap();
        assert_eq!(over, "the paid period ended 2026-04-01 00:00");
    }
}

#[test]
fn a_price_can_be_put_back_until_it_is_billed() {
    let reason = |since, day| {
        let fact = Fact::Price { item: "it_1".to_owned(), since: millis(since) };
        reason(fact, Value::Null, json!("p_a"), day)
    };
    assert_eq!(reason("2026-03-10", "2026-03-31"), None, "changed at once");
    assert!(reason("2026-03-10", "2026-04-01").unwrap().contains("billed since 2026-04-01"));
    assert_eq!(reason("2026-04-01", "2026-03-31"), None, "for later");
    assert!(reason("2026-04-01", "2026-04-01").unwrap().contains("billed since 2026-04-01"));
}

#[test]
fn what_is_over_stays_as_it_is() {
    let pause = json!([millis("2026-03-10"), millis("2026-03-20")]);
    assert_eq!(reason(Fact::Pause, Value::Null, pause.clone(), "2026-03-19"), None);
    let over = reason(Fact::Pause, Value::Null, pause, "2026-03-20").unwrap();
    assert_eq!(over, "the pause ended 2026-03-20 00:00");

    let (was, is) = (json!(millis("2026-03-17")), json!(millis("2026-03-24")));
    assert_eq!(reason(Fact::TrialEnd, was.clone(), is.clone(), "2026-03-16"), None);
    let over = reason(Fact::TrialEnd, was, is, "2026-03-17").unwrap();
    assert_eq!(over, "the earlier end of the trial has passed: 2026-03-17 00:00");
}
