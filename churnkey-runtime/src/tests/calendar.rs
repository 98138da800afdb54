//! Calendar arithmetic and the reading of dates, compared with a second calendar, in this file.

use actix_web::web::Bytes;
use chrono::{DateTime, Utc};
use proptest::prelude::*;

use super::{ActionDuration, DurationUnit};
use crate::module::fields::Fields;

const DAY: i64 = 86_400_000;
/// The years that `DateTime<Utc>` can hold entirely.
const YEARS: std::ops::RangeInclusive<i64> = -262_142..=262_141;

fn is_leap(year: i64) -> bool {
    year % 4 == 0 && (year % 100 != 0 || year % 400 == 0)
}

fn days_in_month(year: i64, month: i64) -> i64 {
    match month {
        2 => 28 + i64::from(is_leap(year)),
        4 | 6 | 9 | 11 => 30,
        _ => 31,
    }
}

/// Days since 1970-01-01 in the Gregorian calendar: years that begin in March, in eras of 400.
fn days_from_civil(year: i64, month: i64, day: i64) -> i64 {
    let year = year - i64::from(month <= 2);
    let (era, of_era) = (year.div_euclid(400), year.rem_euclid(400));
    let day_of_year = (153 * (month + if month > 2 { -3 } else { 9 }) + 2) / 5 + day - 1;
    era * 146_097 + of_era * 365 + of_era / 4 - of_era / 100 + day_of_year - 719_468
}

fn millis((year, month, day): (i64, i64, i64), of_day: i64) -> i64 {
    days_from_civil(year, month, day) * DAY + of_day
}

fn at(millis: i64) -> DateTime<Utc> {
    DateTime::from_timestamp_millis(millis).unwrap()
}

/// A year, a month and a day, with more ends of months and leap years than by chance.
fn civil(years: std::ops::RangeInclusive<i64>) -> impl Strategy<Value = (i64, i64, i64)> {
    let near = (*years.start()).max(1990)..=(*years.end()).min(2110);
    let year = prop_oneof![2 => near, 1 => years.clone(), 1 => Just(*years.start()), 1 => Just(*years.end())];
    (year, 1_i64..=12, prop_oneof![1_i64..=31, 28_i64..=31])
        .prop_map(|(year, month, day)| (year, month, day.min(days_in_month(year, month))))
}

/// A count, mostly a small one.
fn amount() -> impl Strategy<Value = u32> {
    prop_oneof![3 => 1_u32..=48, 1 => 1_u32..=10_000_000, 1 => 1..=u32::MAX]
}

fn end(start: i64, amount: u32, unit: DurationUnit) -> Option<i64> {
    let duration = ActionDuration::period(amount, unit).unwrap();
    match duration.end(at(start)) {
        Ok(end) => Some(end.timestamp_millis()),
        Err(error) => {
            assert_eq!((error.code(), error.message()), (400, "`duration` is too long"));
            None
        }
    }
}

/// The same day of a later month, or its last one.
fn after_months((year, month, day): (i64, i64, i64), months: i64) -> (i64, i64, i64) {
    let month = year * 12 + month - 1 + months;
    let (year, month) = (month.div_euclid(12), month.rem_euclid(12) + 1);
    (year, month, day.min(days_in_month(year, month)))
}

fn read(duration: &str) -> crate::Result<ActionDuration> {
    let body = Bytes::from(format!(r#"{{"duration": {duration}}}"#));
    ActionDuration::read(&Fields::parse(&body)?)
}

/// The millisecond that a date was read as.
fn read_date(date: &str) -> Option<i64> {
    match read(&format!(r#"{{"type": "date", "date": {date}}}"#)) {
        Ok(ActionDuration::Date(date)) => Some(date.timestamp_millis()),
        Ok(period @ ActionDuration::Period { .. }) => panic!("{period:?}"),
        Err(error) => {
            assert_eq!(error.code(), 400);
            None
        }
    }
}

#[test]
fn this_calendar_is_right_about_known_days() {
    assert_eq!(days_from_civil(1970, 1, 1), 0);
    assert_eq!(days_from_civil(2000, 3, 1), 11_017);
    assert_eq!(days_from_civil(1969, 12, 31), -1);
    assert_eq!(days_from_civil(0, 3, 1), -719_468);
    assert_eq!(days_from_civil(2026, 6, 1) * DAY, 1_780_272_000_000);
    assert_eq!([1900, 2000, 2024, 2026].map(is_leap), [false, true, true, false]);
    assert_eq!(after_months((2027, 12, 31), 2), (2028, 2, 29));
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::with_cases(4096) })]

    #[test]
    fn days_and_weeks_are_of_24_hours(from in civil(YEARS), of_day in 0..DAY, amount in amount()) {
        let start = millis(from, of_day);
        let last = millis((*YEARS.end(), 12, 31), DAY - 1);
        for (unit, days) in [(DurationUnit::Day, 1), (DurationUnit::Week, 7)] {
            let expected = start + i64::from(amount) * days * DAY;
            match end(start, amount, unit) {
                Some(found) => prop_assert_eq!(found, expected),
                None => prop_assert!(expected > last),
            }
        }
    }

    #[test]
    fn months_and_years_go_by_the_calendar(from in civil(YEARS), of_day in 0..DAY, amount in amount()) {
        for (unit, months) in [(DurationUnit::Month, 1), (DurationUnit::Year, 12)] {
            let to = after_months(from, i64::from(amount) * months);
            match end(millis(from, of_day), amount, unit) {
                Some(found) => prop_assert_eq!(found, millis(to, of_day)),
                None => prop_assert!(to.0 > *YEARS.end()),
            }
        }
    }

    #[test]
    fn an_end_is_a_date_after_its_start(start in civil(YEARS), date in civil(YEARS), of_day in 0..DAY) {
        let (start, date) = (millis(start, of_day), millis(date, of_day));
        let end = ActionDuration::until_date(at(date)).end(at(start));
        prop_assert_eq!(end.ok().map(|end| end.timestamp_millis()), (date > start).then_some(date));
    }

    #[test]
    fn a_date_is_read_as_the_moment_that_it_names(
        civil in civil(0..=9999), of_day in 0..DAY, offset in -1439_i64..=1439,
    ) {
        let (year, month, day) = civil;
        let (hour, minute) = (of_day / 3_600_000, of_day / 60_000 % 60);
        let (second, milli) = (of_day / 1000 % 60, of_day % 1000);
        let plain = format!("{year:04}-{month:02}-{day:02}");
        prop_assert_eq!(read_date(&format!("\"{plain}\"")), Some(millis(civil, 0)));
        let time = format!("{hour:02}:{minute:02}:{second:02}.{milli:03}");
        prop_assert_eq!(read_date(&format!("\"{plain}T{time}Z\"")), Some(millis(civil, of_day)));
        let (sign, away) = (if offset < 0 { '-' } else { '+' }, offset.abs());
        let local = format!("\"{plain}T{time}{sign}{:02}:{:02}\"", away / 60, away % 60);
        prop_assert_eq!(read_date(&local), Some(millis(civil, of_day) - offset * 60_000));
        prop_assert_eq!(read_date(&millis(civil, of_day).to_string()), Some(millis(civil, of_day)));
    }

    #[test]
    fn a_day_that_is_not_in_its_month_is_refused(year in 0_i64..=9999, month in 0_i64..=13, day in 0_i64..=32) {
        let exists = (1..=12).contains(&month) && (1..=days_in_month(year, month)).contains(&day);
        let plain = format!("{year:04}-{month:02}-{day:02}");
        let expected = exists.then(|| millis((year, month, day), 0));
        prop_assert_eq!(read_date(&format!("\"{plain}\"")), expected);
        prop_assert_eq!(read_date(&format!("\"{plain}T00:00:00Z\"")), expected);
    }

    #[test]
    fn milliseconds_are_read_up_to_the_ends_of_the_calendar(millis: i64) {
        let (first, last) = (DateTime::<Utc>::MIN_UTC, DateTime::<Utc>::MAX_UTC);
        let known = (first.timestamp_millis()..=last.timestamp_millis()).contains(&millis);
        prop_assert_eq!(read_date(&millis.to_string()), known.then_some(millis));
    }

    /// In any notation; a fraction is refused, never rounded.
    #[test]
    fn a_count_is_whole(number: f64, count in 1_u32..) {
        prop_assume!(number.is_finite());
        let of = |amount: &str| {
            read(&format!(r#"{{"amount": {amount}, "unit": "day"}}"#)).map_err(|error| error.code())
        };
        let days = |count| Ok(ActionDuration::period(count, DurationUnit::Day).unwrap());
        for amount in [format!("{count}"), format!("{count}.0"), format!("{count}e0"), format!("{count}000E-3")] {
            prop_assert_eq!(of(&amount), days(count), "{}", amount);
        }
        let fraction = format!("{count}.00000000000000000001");
        for amount in [format!("-{count}"), format!("{count}e99"), format!("{count}.5"), fraction] {
            prop_assert_eq!(of(&amount), Err(400), "{}", amount);
        }
        if number.fract() != 0.0 || number < 1.0 {
            prop_assert_eq!(of(&format!("{number:?}")), Err(400), "{}", number);
        }
    }
}
