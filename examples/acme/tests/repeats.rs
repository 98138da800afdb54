#![allow(clippy::unwrap_used, reason = "a test may fail")]

use churnkey::chrono::{DateTime, TimeDelta, Utc};

use super::{Done, TIME, Wish, repeated};

const NOW: &str = "2026-03-01T09:30:00Z";

fn ago(time: TimeDelta) -> DateTime<Utc> {
    NOW.parse::<DateTime<Utc>>().unwrap() - time
}

fn done(entry: i64, request_key: &str, time_ago: TimeDelta, stands: bool) -> Done {
    Done { entry, request_key: request_key.to_owned(), at: ago(time_ago), stands }
}

/// Which entry a request for `key` repeats, of these, the newest first.
fn of(key: &str, wish: Wish, entries: &[Done]) -> Option<i64> {
    repeated(key, wish, entries, NOW.parse().unwrap()).map(|done| done.entry)
}

#[test]
fn what_was_asked_within_the_time_is_a_repeat_whatever_has_become_of_it() {
    let minute = TimeDelta::minutes(1);
    for wish in [Wish::State, Wish::More] {
        assert_eq!(of("a", wish, &[done(1, "a", minute, false)]), Some(1));
        // A retry that comes after another wish.
        let entries = [done(2, "b", minute, true), done(1, "a", TIME - minute, false)];
        assert_eq!(of("a", wish, &entries), Some(1));
        assert_eq!(of("c", wish, &entries), None);
    }
}

#[test]
fn later_it_is_one_only_while_it_is_the_newest_and_stands() {
    let year = TimeDelta::days(365);
    assert_eq!(of("a", Wish::State, &[done(1, "a", year, true)]), Some(1));
    assert_eq!(of("a", Wish::State, &[done(1, "a", year, false)]), None, "the pause is over");
    let changed = [done(2, "b", TIME, true), done(1, "a", year, true)];
    assert_eq!(of("a", Wish::State, &changed), None, "the other one came after it");
    assert_eq!(of("b", Wish::State, &changed), Some(2));
}

#[test]
fn a_wish_for_more_goes_by_the_time_alone() {
    let entries = [done(1, "a", TIME, true)];
    assert_eq!(of("a", Wish::More, &entries), None);
    assert_eq!(of("a", Wish::State, &entries), Some(1));
}
