use chrono::{TimeDelta, TimeZone as _, Utc};
use serde_json::{Value, from_str, from_value, json, to_value};

use super::ActionEvent;
use crate::actions::{
    ActionDuration, ApplyCouponOptions, CancelAllOptions, CancelOptions, ChangePriceOptions,
    DurationUnit, ExtendTrialOptions, PauseAllOptions, PauseOptions, Schedule, StartDate,
};
use crate::module::mode::Mode;
use crate::module::request_id::RequestId;
use crate::module::request_info::RequestInfo;

/// A request at half past nine on the first of March, with a token that has a name.
fn request(mode: Mode) -> RequestInfo {
    let came =
        Utc.with_ymd_and_hms(2026, 3, 1, 9, 30, 0).unwrap() + TimeDelta::microseconds(125_999);
    let id = RequestId::Given("5f3a9c01-0000002a".parse().unwrap());
    RequestInfo::new(&id, came.into(), mode, Some("churnkey-2026"), None)
}

/// Checks what is the same in all events, and returns the rest of an event's JSON.
fn rest(event: &ActionEvent) -> Value {
    let json = to_value(event).unwrap();
    assert_eq!(&from_value::<ActionEvent>(json.clone()).unwrap(), event);
    let Value::Object(mut json) = json else { panic!("{json}") };
    for (key, value) in [
        ("version", json!(1)),
        ("requestId", json!("5f3a9c01-0000002a")),
        ("receivedAt", json!("2026-03-01T09:30:00.125Z")),
        ("mode", json!("live")),
        ("token", json!("churnkey-2026")),
        ("customerId", json!("u_1001")),
        ("requestKey", json!(event.request_key.as_str())),
    ] {
        assert_eq!(json.remove(key), Some(value), "{key}");
    }
    Value::Object(json)
}

#[test]
fn each_action_has_its_event_in_the_protocols_spelling() {
    let made = || {
        let two_months = ActionDuration::period(2, DurationUnit::Month).unwrap();
        let june = ActionDuration::until_date(Utc.with_ymd_and_hms(2026, 6, 1, 0, 0, 0).unwrap());
        let (period, date) = (
            json!({ "type": "period", "amount": 2, "unit": "month" }),
            json!({ "type": "date", "date": "2026-06-01T00:00:00.000Z" }),
        );
        let (now, end) = (Schedule::Immediate, StartDate::EndOfPeriod);
        [
            (
                CancelOptions::new("u_1001", "s_77", now).unpause(true).event(),
                json!({
                    "action": "Cancel", "subscriptionId": "s_77",
                    "options": { "scheduledAt": "immediate", "unpause": true },
                }),
            ),
            (
                CancelAllOptions::new("u_1001", Schedule::EndOfPeriod).event(),
                json!({
                    "action": "Cancel", "subscriptionId": null,
                    "options": { "scheduledAt": "end-of-period", "unpause": false },
                }),
            ),
            (
                PauseOptions::new("u_1001", "s_77", end, two_months).event(),
                json!({
                    "action": "Pause", "subscriptionId": "s_77",
                    "options": { "startAt": "end-of-period", "duration": period, "allowAnnual": false },
                }),
            ),
            (
                PauseAllOptions::new("u_1001", StartDate::Immediate, june)
                    .allow_annual(true)
                    .event(),
                json!({
                    "action": "Pause", "subscriptionId": null,
                    "options": { "startAt": "immediate", "duration": date, "allowAnnual": true },
                }),
            ),
            (
                ApplyCouponOptions::new("u_1001", "s_77", "c_five").event(),
                json!({
                    "action": "ApplyCoupon", "subscriptionId": "s_77",
                    "options": { "coupon": "c_five" },
                }),
            ),
            (
                ChangePriceOptions::new("u_1001", "s_77", "p_team_y", now).prorate(true).event(),
                json!({
                    "action": "ChangePrice", "subscriptionId": "s_77",
                    "options": { "price": "p_team_y", "scheduledAt": "immediate", "prorate": true },
                }),
            ),
            (
                ExtendTrialOptions::new("u_1001", "s_77", two_months).event(),
                json!({
                    "action": "ExtendTrial", "subscriptionId": "s_77",
                    "options": { "duration": period },
                }),
            ),
        ]
    };
    for (event, expected) in request(Mode::Live).enter(made) {
        assert_eq!(rest(&event), expected);
    }
}

/// Programs that read stored events rely on the page.
#[test]
fn the_json_of_the_page_is_that_of_the_event() {
    let page = include_str!("../../../docs/events.md");
    let shown = page.split("```json\n").nth(1).and_then(|rest| rest.split("```").next()).unwrap();
    let two_months = ActionDuration::period(2, DurationUnit::Month).unwrap();
    let made = || PauseOptions::new("u_1001", "s_77", StartDate::EndOfPeriod, two_months).event();
    let event = request(Mode::Live).enter(made);
    assert_eq!(from_str::<Value>(shown).unwrap(), to_value(&event).unwrap());
    assert_eq!(from_str::<ActionEvent>(shown).unwrap(), event);
}

#[test]
fn options_made_in_code_have_an_event_without_a_request() {
    let (before, options, after) =
        (Utc::now(), CancelOptions::new("u_1001", "s_77", Schedule::Immediate), Utc::now());
    let event = options.event();
    assert_eq!((&event.request_id, &event.token, event.mode), (&None, &None, Mode::Live));
    assert!(event.received_at.timestamp_millis() >= before.timestamp_millis());
    assert!(event.received_at <= after);
    assert_eq!(options.event(), event, "each call returns the same");
    let json = to_value(&event).unwrap();
    assert_eq!((&json["requestId"], &json["token"]), (&Value::Null, &Value::Null));
    assert_eq!(from_value::<ActionEvent>(json).unwrap(), event);
}

#[test]
fn the_mode_is_in_the_event_and_in_its_key() {
    let cancel = || CancelOptions::new("u_1001", "s_77", Schedule::Immediate);
    let (live, test) = (cancel(), request(Mode::Test).enter(cancel));
    assert_eq!((live.event().mode, test.event().mode), (Mode::Live, Mode::Test));
    assert_ne!(live.request_key(), test.request_key());
    // `printf %s '{"action":"Cancel",…,"mode":"test","options":{"scheduledAt":"immediate"},"subscriptionId":"s_77"}' | sha256sum`
    assert_eq!(
        test.request_key(),
        "506a7621f973435bed38166194a30e292a908b1bd6a132c8d8bc8bbe64ca1517"
    );
}

#[test]
fn keys_that_a_later_version_adds_are_ignored() {
    let event = CancelOptions::new("u_1001", "s_77", Schedule::Immediate).event();
    let mut later = to_value(&event).unwrap();
    later["region"] = json!({ "name": "eu" });
    later["options"]["refund"] = json!(true);
    let read: ActionEvent = from_value(later).unwrap();
    assert_eq!(read.options["refund"], true, "unknown options are kept");
    assert_eq!(read.request_key, event.request_key);
}
