#![allow(clippy::unwrap_used, clippy::panic, reason = "a test may fail")]

use churnkey::chrono::{DateTime, Utc};
use churnkey::models::{Period, Status};

use super::Timeline;

fn at(date: &str) -> DateTime<Utc> {
    date.parse().unwrap()
}

fn timeline(start: &str) -> Timeline {
    let start = at(start);
    Timeline {
        start,
        trial_end: None,
        canceled_at: None,
        unpaid: false,
        pause: None,
        anchor: start,
        months: 1,
    }
}

fn period(timeline: &Timeline, now: &str) -> (String, String) {
    let period = timeline.period(at(now)).unwrap();
    let day = |date: DateTime<Utc>| date.format("%F").to_string();
    (day(period.start()), day(period.end()))
}

fn days(start: &str, end: &str) -> (String, String) {
    (start.to_owned(), end.to_owned())
}

#[test]
fn a_month_after_31_january_is_the_end_of_february_and_march_has_its_31st_again() {
    let monthly = timeline("2026-01-31T09:00:00Z");
    assert_eq!(period(&monthly, "2026-01-31T09:00:00Z"), days("2026-01-31", "2026-02-28"));
    assert_eq!(period(&monthly, "2026-02-28T08:59:59Z"), days("2026-01-31", "2026-02-28"));
    assert_eq!(period(&monthly, "2026-02-28T09:00:00Z"), days("2026-02-28", "2026-03-31"));
    assert_eq!(period(&monthly, "2026-04-30T09:00:00Z"), days("2026-04-30", "2026-05-31"));
    assert_eq!(period(&monthly, "2028-02-29T09:00:00Z"), days("2028-02-29", "2028-03-31"));
}

#[test]
fn a_year_after_29_february_is_28_february() {
    let yearly = Timeline { months: 12, ..timeline("2024-02-29T00:00:00Z") };
    assert_eq!(period(&yearly, "2025-06-01T00:00:00Z"), days("2025-02-28", "2026-02-28"));
    assert_eq!(period(&yearly, "2028-03-01T00:00:00Z"), days("2028-02-29", "2029-02-28"));
}

#[test]
fn a_trial_is_its_own_period_and_billing_begins_when_it_ends() {
    let trial = Timeline {
        trial_end: Some(at("2026-02-15T00:00:00Z")),
        ..timeline("2026-02-01T00:00:00Z")
    };
    assert_eq!(period(&trial, "2026-02-14T23:59:59Z"), days("2026-02-01", "2026-02-15"));
    assert!(trial.status(at("2026-02-14T23:59:59Z")).unwrap().is_trial());
    assert_eq!(period(&trial, "2026-02-15T00:00:00Z"), days("2026-02-15", "2026-03-15"));
    assert!(trial.status(at("2026-02-15T00:00:00Z")).unwrap().is_active());
}

#[test]
fn a_pause_is_on_from_its_start_until_the_day_it_ends() {
    let pause = Some((at("2026-03-03T00:00:00Z"), at("2026-05-03T00:00:00Z")));
    let paused = Timeline { pause, ..timeline("2026-02-03T00:00:00Z") };
    let name = |now| paused.status(at(now)).unwrap().name();
    assert_eq!(name("2026-03-02T23:59:59Z"), "active");
    assert_eq!(name("2026-03-03T00:00:00Z"), "paused");
    assert_eq!(name("2026-05-02T23:59:59Z"), "paused");
    assert_eq!(name("2026-05-03T00:00:00Z"), "active");
    match paused.status(at("2026-04-01T00:00:00Z")).unwrap() {
        Status::Paused { pause, .. } => assert_eq!(pause.end(), Some(at("2026-05-03T00:00:00Z"))),
        other => panic!("{other:?}"),
    }
}

#[test]
fn a_cancellation_takes_effect_when_its_moment_comes() {
    let ending = Timeline {
        canceled_at: Some(at("2026-03-03T00:00:00Z")),
        ..timeline("2026-02-03T00:00:00Z")
    };
    assert_eq!(ending.status(at("2026-03-02T00:00:00Z")).unwrap().name(), "active");
    let last = Period::new(at("2026-02-03T00:00:00Z"), at("2026-03-03T00:00:00Z")).unwrap();
    let canceled = Status::canceled(at("2026-03-03T00:00:00Z")).with_current_period(last);
    assert_eq!(ending.status(at("2026-03-03T00:00:00Z")).unwrap(), canceled);
    assert_eq!(ending.status(at("2026-08-01T00:00:00Z")).unwrap(), canceled);
}

#[test]
fn cycles_are_counted_from_the_current_period() {
    let monthly = timeline("2026-01-31T00:00:00Z");
    let end = |now, cycles| monthly.end_of_cycles(at(now), cycles).unwrap();
    assert_eq!(end("2026-02-10T00:00:00Z", 1), at("2026-02-28T00:00:00Z"));
    assert_eq!(end("2026-02-10T00:00:00Z", 3), at("2026-04-30T00:00:00Z"));
}
