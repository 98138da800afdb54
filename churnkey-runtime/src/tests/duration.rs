use actix_web::web::Bytes;
use chrono::{DateTime, Utc};

use super::{ActionDuration, DurationUnit};
use crate::module::fields::Fields;

fn read(duration: &str) -> crate::Result<ActionDuration> {
    let body = Bytes::from(format!(r#"{{"duration": {duration}}}"#));
    ActionDuration::read(&Fields::parse(&body)?)
}

fn message(duration: &str) -> String {
    let error = read(duration).unwrap_err();
    assert_eq!(error.code(), 400);
    error.message().to_owned()
}

fn at(date: &str) -> DateTime<Utc> {
    date.parse().unwrap()
}

#[test]
fn every_spelling_of_a_period_is_read() {
    let two_months = ActionDuration::period(2, DurationUnit::Month).unwrap();
    for duration in [
        r#"{"type": "period", "amount": 2, "unit": "month"}"#,
        r#"{"amount": 2, "unit": "months"}"#,
        r#"{"amount": 2.0, "unit": "month"}"#,
        r#"{"value": 2, "interval": "month"}"#,
        r#"{"count": 2, "interval": "months", "other": true}"#,
        r#"{"type": null, "amount": 2, "unit": "month"}"#,
        r#"{"type": "period", "amount": 2, "unit": "month", "date": "2026-06-01"}"#,
    ] {
        assert_eq!(read(duration).unwrap(), two_months, "{duration}");
    }
    for (unit, expected) in [
        ("day", DurationUnit::Day),
        ("weeks", DurationUnit::Week),
        ("month", DurationUnit::Month),
        ("years", DurationUnit::Year),
    ] {
        let duration = read(&format!(r#"{{"amount": 1, "unit": "{unit}"}}"#)).unwrap();
        assert_eq!(duration, ActionDuration::period(1, expected).unwrap());
    }
}

#[test]
fn every_spelling_of_a_date_is_read() {
    let june = ActionDuration::Date(at("2026-06-01T00:00:00Z"));
    for duration in [
        r#"{"type": "date", "date": "2026-06-01T00:00:00.000Z"}"#,
        r#"{"date": "2026-06-01"}"#,
        r#"{"end": "2026-06-01T02:00:00+02:00"}"#,
        r#"{"until": 1780272000000}"#,
        r#"{"until": 1.780272e12}"#,
        r#"{"type": "date", "until": "2026-06-01T00:00:00Z"}"#,
    ] {
        assert_eq!(read(duration).unwrap(), june, "{duration}");
    }
}

#[test]
fn an_unreadable_duration_is_refused_under_its_key() {
    for (duration, expected) in [
        ("null", "`duration` is missing"),
        ("7", "`duration` must be an object"),
        ("{}", "`duration.type` must be `period` or `date`"),
        (r#"{"amount": 1, "date": "2026-06-01"}"#, "`duration.type` must be `period` or `date`"),
        (r#"{"type": "forever"}"#, "`duration.type` must be `period` or `date`"),
        (r#"{"type": "period", "unit": "day"}"#, "`duration.amount` is missing"),
        (r#"{"type": "period", "amount": 1}"#, "`duration.unit` is missing"),
        (r#"{"value": 0, "unit": "day"}"#, "`duration.value` must be a positive whole number"),
        (r#"{"amount": -1, "unit": "day"}"#, "`duration.amount` must be a positive whole number"),
        (r#"{"amount": 1.5, "unit": "day"}"#, "`duration.amount` must be a positive whole number"),
        (r#"{"amount": "1", "unit": "day"}"#, "`duration.amount` must be a positive whole number"),
        (
            r#"{"amount": 4294967296, "unit": "day"}"#,
            "`duration.amount` must be a positive whole number",
        ),
        (
            r#"{"amount": 1, "interval": "dayss"}"#,
            "`duration.interval` must be `day`, `week`, `month` or `year`",
        ),
        (
            r#"{"amount": 1, "unit": "Month"}"#,
            "`duration.unit` must be `day`, `week`, `month` or `year`",
        ),
        (r#"{"type": "date"}"#, "`duration.date` is missing"),
    ] {
        assert_eq!(message(duration), expected, "{duration}");
    }
    for date in [r#""tomorrow""#, r#""2026-02-30""#, "true", "9223372036854775807", r#""""#] {
        let message = message(&format!(r#"{{"end": {date}}}"#));
        assert!(message.starts_with("`duration.end` must be a date such as"), "{date}: {message}");
    }
}

#[test]
fn an_end_is_counted_by_the_calendar() {
    let end =
        |amount, unit, start| ActionDuration::period(amount, unit).unwrap().end(at(start)).unwrap();
    assert_eq!(end(1, DurationUnit::Month, "2026-01-31T09:00:00Z"), at("2026-02-28T09:00:00Z"));
    assert_eq!(end(1, DurationUnit::Month, "2028-01-31T09:00:00Z"), at("2028-02-29T09:00:00Z"));
    assert_eq!(end(2, DurationUnit::Month, "2026-01-31T09:00:00Z"), at("2026-03-31T09:00:00Z"));
    assert_eq!(end(1, DurationUnit::Year, "2028-02-29T00:00:00Z"), at("2029-02-28T00:00:00Z"));
    assert_eq!(end(2, DurationUnit::Week, "2026-12-25T00:00:00Z"), at("2027-01-08T00:00:00Z"));
    assert_eq!(end(1, DurationUnit::Day, "2026-03-28T23:30:00Z"), at("2026-03-29T23:30:00Z"));
}

#[test]
fn an_end_before_the_start_or_beyond_the_calendar_is_refused() {
    let start = at("2026-06-01T00:00:00Z");
    let past = ActionDuration::Date(start);
    assert_eq!(past.end(start).unwrap_err().code(), 400);
    for unit in [DurationUnit::Day, DurationUnit::Week, DurationUnit::Month, DurationUnit::Year] {
        let endless = ActionDuration::period(u32::MAX, unit).unwrap();
        assert_eq!(endless.end(start).unwrap_err().message(), "`duration` is too long");
    }
    assert_eq!(ActionDuration::period(0, DurationUnit::Day).unwrap_err().code(), 400);
}
