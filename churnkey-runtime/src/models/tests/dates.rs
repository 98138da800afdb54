//! Dates on the wire (protocol 2.7).

use chrono::{DateTime, Duration, NaiveDate, Utc};
use serde::{Deserialize, Serialize};
use serde_json::json;

use super::{date, refusal};
use crate::models::dates;

#[derive(Debug, PartialEq, Serialize, Deserialize)]
#[serde(transparent)]
struct Date(#[serde(with = "dates")] DateTime<Utc>);

#[derive(Debug, PartialEq, Serialize, Deserialize)]
struct Maybe {
    #[serde(default, with = "dates::option")]
    date: Option<DateTime<Utc>>,
}

#[track_caller]
fn written(date: DateTime<Utc>) -> String {
    serde_json::from_str(&serde_json::to_string(&Date(date)).unwrap()).unwrap()
}

#[track_caller]
fn read(text: &str) -> DateTime<Utc> {
    serde_json::from_value::<Date>(json!(text)).unwrap().0
}

#[test]
fn milliseconds_always() {
    assert_eq!(written(date("2026-03-01T00:00:00Z")), "2026-03-01T00:00:00.000Z");
    assert_eq!(written(date("2026-12-31T23:59:58.07Z")), "2026-12-31T23:59:58.070Z");
    assert_eq!(written(date("2026-10-20T14:35:46.123456789Z")), "2026-10-20T14:35:46.123Z");
    assert_eq!(written(date("0001-01-01T00:00:00Z")), "0001-01-01T00:00:00.000Z");
    assert_eq!(written(date("9999-12-31T23:59:59.999Z")), "9999-12-31T23:59:59.999Z");
}

#[test]
fn every_day_is_written_as_chrono_does() {
    let start = date("1999-12-31T00:00:00.001Z");
    for step in 0..20_000 {
        let date = start + Duration::milliseconds(step * 86_399_987);
        assert_eq!(written(date), date.format("%Y-%m-%dT%H:%M:%S%.3fZ").to_string());
    }
}

#[test]
fn years_beyond_four_digits_are_written_as_in_javascript() {
    for (year, text) in [(10_000, "+010000"), (262_142, "+262142"), (-1, "-000001")] {
        let date = NaiveDate::from_ymd_opt(year, 5, 6)
            .unwrap()
            .and_hms_milli_opt(7, 8, 9, 10)
            .unwrap()
            .and_utc();
        assert_eq!(written(date), format!("{text}-05-06T07:08:09.010Z"));
        assert_eq!(read(&written(date)), date);
    }
    written(DateTime::<Utc>::MIN_UTC);
    written(DateTime::<Utc>::MAX_UTC);
}

#[test]
fn a_leap_second_keeps_the_form() {
    let leap = NaiveDate::from_ymd_opt(2016, 12, 31)
        .unwrap()
        .and_hms_milli_opt(23, 59, 59, 1500)
        .unwrap()
        .and_utc();
    assert_eq!(written(leap), "2016-12-31T23:59:59.999Z");
}

#[test]
fn rfc_3339_is_read() {
    let expected = date("2026-03-01T00:00:00Z");
    for text in [
        "2026-03-01T00:00:00.000Z",
        "2026-03-01T00:00:00Z",
        "2026-03-01t00:00:00z",
        "2026-03-01T02:00:00+02:00",
        "2026-02-28T19:00:00.0-05:00",
    ] {
        assert_eq!(read(text), expected, "{text}");
    }
}

#[test]
fn other_texts_are_refused() {
    for text in [
        "",
        "2026-03-01",
        "2026-03-01T00:00:00",
        "2026-13-01T00:00:00Z",
        "2026-02-30T00:00:00Z",
        "now",
        "+",
        "-",
    ] {
        let error = refusal::<Date>(&json!(text));
        assert!(
            error.contains("expected a date such as 2026-03-01T00:00:00.000Z (RFC 3339)"),
            "{error}"
        );
    }
    refusal::<Date>(&json!(1_772_323_200_000_u64));
    refusal::<Date>(&json!(null));
}

#[test]
fn optional_dates() {
    let some = Maybe { date: Some(date("2026-03-01T00:00:00Z")) };
    assert_eq!(serde_json::to_value(&some).unwrap(), json!({ "date": "2026-03-01T00:00:00.000Z" }));
    assert_eq!(
        serde_json::from_value::<Maybe>(json!({ "date": "2026-03-01T00:00:00Z" })).unwrap(),
        some
    );
    for none in [json!({}), json!({ "date": null })] {
        assert_eq!(serde_json::from_value::<Maybe>(none).unwrap(), Maybe { date: None });
    }
    assert!(refusal::<Maybe>(&json!({ "date": "soon" })).contains("expected a date"));
}
