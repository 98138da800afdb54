//! Durations of actions and dates of models: what is read can be written, and read again as the same.

#![no_main]

use actix_web::web::Bytes;
use churnkey_runtime::actions::ActionDuration;
use churnkey_runtime::chrono::{DateTime, Utc};
use churnkey_runtime::fuzzing;
use libfuzzer_sys::fuzz_target;

// The JSON of a duration, and the same bytes as a model's date, with quotes and without.
fuzz_target!(|data: &[u8]| {
    let body = Bytes::from([br#"{"duration":"#, data, b"}"].concat());
    match fuzzing::duration(&body) {
        Ok(duration) => {
            let text = match duration {
                ActionDuration::Period { amount, unit } => {
                    let unit = format!("{unit:?}").to_lowercase();
                    format!(r#"{{"duration":{{"amount":{amount},"unit":"{unit}"}}}}"#)
                }
                ActionDuration::Date(date) => {
                    let millis = date.timestamp_millis();
                    format!(r#"{{"duration":{{"until":{millis}}}}}"#)
                }
            };
            let again = fuzzing::duration(&Bytes::from(text)).expect("the plain spelling");
            assert_eq!(in_millis(again), in_millis(duration));
            ends(duration);
        }
        Err(error) => assert_eq!(error.code(), 400),
    }
    for json in [data.to_vec(), [b"\"", data, b"\""].concat()] {
        if let Ok(date) = fuzzing::date(&json) {
            let written = fuzzing::date_json(date).expect("a date can be written");
            let again = fuzzing::date(&written).expect("what was written can be read");
            // A leap second is written as the second before it.
            let lost = date.signed_duration_since(again).num_milliseconds();
            assert!((0..=1000).contains(&lost), "{date:?} became {again:?}");
            assert_eq!(fuzzing::date_json(again).expect("a date"), written);
        }
    }
});

fn in_millis(duration: ActionDuration) -> ActionDuration {
    match duration {
        ActionDuration::Date(date) => {
            let date = DateTime::from_timestamp_millis(date.timestamp_millis());
            ActionDuration::Date(date.expect("it was one"))
        }
        period @ ActionDuration::Period { .. } => period,
    }
}

/// An end is later than its start, or it is refused; a later start gives no earlier end.
fn ends(duration: ActionDuration) {
    let starts =
        [i64::MIN, -62_135_596_800_000, -1, 0, 951_782_399_999, 1_772_323_200_000, i64::MAX];
    let starts = starts.map(|millis| {
        let outside = if millis < 0 { DateTime::<Utc>::MIN_UTC } else { DateTime::<Utc>::MAX_UTC };
        DateTime::from_timestamp_millis(millis).unwrap_or(outside)
    });
    let mut before = None;
    for start in starts {
        match duration.end(start) {
            Ok(end) => {
                assert!(end > start);
                assert!(before.is_none_or(|before| before <= end));
                before = Some(end);
            }
            Err(error) => assert_eq!(error.code(), 400),
        }
    }
}
