use chrono::{TimeZone, Utc};
use serde_json::{Value, json, to_value};

use crate::actions::{
    ActionDuration, ApplyCouponOptions, CancelAllOptions, CancelOptions, ChangePriceOptions,
    DurationUnit, ExtendTrialOptions, PauseAllOptions, PauseOptions, Schedule, StartDate,
};

/// Protocol 6, in the spelling that is listed first.
#[test]
fn options_are_sent_as_the_protocol_spells_them() {
    let two_months = ActionDuration::period(2, DurationUnit::Month).unwrap();
    let march = ActionDuration::until_date(Utc.with_ymd_and_hms(2026, 3, 1, 0, 0, 0).unwrap());
    let (period, date) = (
        json!({ "type": "period", "amount": 2, "unit": "month" }),
        json!({ "type": "date", "date": "2026-03-01T00:00:00.000Z" }),
    );
    let one = |mut rest: Value| {
        rest["customerId"] = "u_1".into();
        rest["subscriptionId"] = "s_1".into();
        rest
    };
    let all = |mut rest: Value| {
        rest["customerId"] = "u_1".into();
        rest
    };
    let end = Schedule::EndOfPeriod;
    let cases = [
        (
            to_value(CancelOptions::new("u_1", "s_1", end).unpause(true)),
            one(json!({ "scheduledAt": "end-of-period", "unpause": true })),
        ),
        (
            to_value(CancelAllOptions::new("u_1", Schedule::Immediate)),
            all(json!({ "scheduledAt": "immediate", "unpause": false })),
        ),
        (
            to_value(PauseOptions::new("u_1", "s_1", StartDate::EndOfPeriod, two_months)),
            one(json!({ "startAt": "end-of-period", "duration": period, "allowAnnual": false })),
        ),
        (
            to_value(PauseAllOptions::new("u_1", StartDate::Immediate, march).allow_annual(true)),
            all(json!({ "startAt": "immediate", "duration": date, "allowAnnual": true })),
        ),
        (to_value(ApplyCouponOptions::new("u_1", "s_1", "c_1")), one(json!({ "coupon": "c_1" }))),
        (
            to_value(ChangePriceOptions::new("u_1", "s_1", "p_1", end).prorate(true)),
            one(json!({ "price": "p_1", "scheduledAt": "end-of-period", "prorate": true })),
        ),
        (to_value(ExtendTrialOptions::new("u_1", "s_1", march)), one(json!({ "duration": date }))),
    ];
    for (sent, expected) in cases {
        assert_eq!(sent.unwrap(), expected);
    }
}

#[test]
fn options_for_all_subscriptions_give_those_for_one() {
    let all = CancelAllOptions::new("u_1", Schedule::Immediate).unpause(true);
    let one = CancelOptions::new("u_1", "s_1", Schedule::Immediate).unpause(true);
    assert_eq!(to_value(all.of("s_1")).unwrap(), to_value(one).unwrap());
}
