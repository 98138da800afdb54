#![allow(clippy::unwrap_used, reason = "a test may fail")]

use churnkey::chrono::{DateTime, Utc};
use churnkey::serde_json::{self, Value, json};

use super::{Change, Fact, Facts, changes, told};

const MAY: i64 = 1_777_593_600_000;
const JULY: i64 = 1_782_864_000_000;

fn at(millis: i64) -> DateTime<Utc> {
    DateTime::from_timestamp_millis(millis).unwrap()
}

fn change(fact: Fact, was: Value, is: Value) -> Change {
    Change { fact, was, is }
}

#[test]
fn what_was_added_taken_away_or_moved_is_a_change_and_the_rest_is_none() {
    let discount = || Fact::Discount { coupon: "c_friends".to_owned() };
    let before = Facts::from([
        (Fact::TrialEnd, json!(MAY)),
        (Fact::Pause, json!([1, 2])),
        (Fact::Period { since: 1 }, json!(12)),
    ]);
    let after = Facts::from([
        (Fact::TrialEnd, json!(JULY)),
        (Fact::Period { since: 1 }, json!(12)),
        (discount(), json!([3, null])),
    ]);
    assert_eq!(
        changes(&before, &after),
        [
            change(Fact::TrialEnd, json!(MAY), json!(JULY)),
            change(Fact::Pause, json!([1, 2]), Value::Null),
            change(discount(), Value::Null, json!([3, null])),
        ]
    );
    assert_eq!(changes(&before, &before), []);
}

/// The journal holds it for years.
#[test]
fn a_change_is_kept_as_json_that_names_the_fact() {
    let pause = change(Fact::Pause, Value::Null, json!([MAY, JULY]));
    let price = Fact::Price { item: "it_1".to_owned(), since: MAY };
    let price = change(price, json!("p_a"), Value::Null);
    let kept = json!([
        { "fact": "pause", "was": null, "is": [MAY, JULY] },
        { "fact": "price", "item": "it_1", "since": MAY, "was": "p_a", "is": null },
    ]);
    let changes = vec![pause, price];
    assert_eq!(serde_json::to_value(&changes).unwrap(), kept);
    assert_eq!(serde_json::from_value::<Vec<Change>>(kept).unwrap(), changes);
}

#[test]
fn a_change_is_kept_as_long_as_nobody_has_touched_it() {
    let paused = change(Fact::Pause, Value::Null, json!([1, 2]));
    assert!(paused.is_kept(&Facts::from([(Fact::Pause, json!([1, 2])), (Fact::End, json!(3))])));
    assert!(!paused.is_kept(&Facts::from([(Fact::Pause, json!([1, 3]))])));
    assert!(!paused.is_kept(&Facts::new()));
    let unpaused = change(Fact::Pause, json!([1, 2]), Value::Null);
    assert!(unpaused.is_kept(&Facts::new()));
}

#[test]
fn a_pause_and_a_discount_are_over_when_they_end_and_other_changes_never() {
    let pause = change(Fact::Pause, Value::Null, json!([1, MAY]));
    assert_eq!(pause.over(at(MAY - 1)), None);
    assert_eq!(pause.over(at(MAY)), Some(MAY));
    let discount = |end| change(Fact::Discount { coupon: String::new() }, Value::Null, end);
    assert_eq!(discount(json!([1, MAY])).over(at(JULY)), Some(MAY));
    assert_eq!(discount(json!([1, null])).over(at(JULY)), None);
    assert_eq!(change(Fact::End, Value::Null, json!(MAY)).over(at(JULY)), None);
}

#[test]
fn changes_are_told_in_words() {
    let price = |since| Fact::Price { item: "it_1".to_owned(), since };
    for (fact, was, is, words) in [
        (
            Fact::Pause,
            Value::Null,
            json!([MAY, JULY]),
            "paused from 2026-05-01 00:00 until 2026-07-01 00:00",
        ),
        (Fact::Pause, json!([MAY, JULY]), Value::Null, "not paused"),
        (Fact::End, Value::Null, json!(MAY), "ends 2026-05-01 00:00"),
        (Fact::End, json!(MAY), Value::Null, "does not end"),
        (Fact::TrialEnd, json!(MAY), json!(JULY), "the trial ends 2026-07-01 00:00"),
        (price(MAY), Value::Null, json!("p_a"), "price p_a from 2026-05-01 00:00"),
        (price(MAY), json!("p_a"), Value::Null, "price p_a no longer from 2026-05-01 00:00"),
        (
            Fact::Discount { coupon: "c_a".to_owned() },
            Value::Null,
            json!([MAY, JULY]),
            "discount c_a until 2026-07-01 00:00",
        ),
        (
            Fact::Adjustment { at: MAY },
            Value::Null,
            json!([-450, "eur"]),
            "adjusted by -450 eur (minor unit)",
        ),
    ] {
        assert_eq!(told([&change(fact, was, is)]), words);
    }
}
