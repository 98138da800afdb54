use chrono::{TimeZone as _, Utc};
use serde_json::{Value, from_str};

use super::{RequestKey, text, write};
use crate::actions::action_options::ActionOptions;
use crate::actions::{
    ActionDuration, ApplyCouponOptions, CancelAllOptions, CancelOptions, ChangePriceOptions,
    DurationUnit, ExtendTrialOptions, PauseAllOptions, PauseOptions, Schedule, StartDate,
};

#[track_caller]
fn holds(options: &impl ActionOptions, asked: &str, key: &str) {
    assert_eq!(text(options), asked);
    assert_eq!(RequestKey::of(options), key);
}

/// Merchants keep these digests in their databases, so no version may change one. They were made by `sha256sum` from the
/// texts beside them.
#[test]
fn the_key_of_each_action_is_the_same_in_all_versions() {
    let two_months = ActionDuration::period(2, DurationUnit::Month).unwrap();
    let week = ActionDuration::period(7, DurationUnit::Day).unwrap();
    let june = ActionDuration::until_date(Utc.with_ymd_and_hms(2026, 6, 1, 0, 0, 0).unwrap());
    holds(
        &CancelOptions::new("u_1001", "s_77", Schedule::EndOfPeriod),
        r#"{"action":"Cancel","customerId":"u_1001","mode":"live","options":{"scheduledAt":"end-of-period"},"subscriptionId":"s_77"}"#,
        "d9153baf61ea59cd6c312971d0f53a69a14b4d164ce4e6e7d1676056e02cb82e",
    );
    holds(
        &CancelAllOptions::new("u_1001", Schedule::Immediate).unpause(true),
        r#"{"action":"Cancel","customerId":"u_1001","mode":"live","options":{"scheduledAt":"immediate","unpause":true},"subscriptionId":null}"#,
        "99242aa10a8c438c0695c6d9d488c226671aa11610f62aa7d6e326f2d65abbb3",
    );
    holds(
        &PauseOptions::new("u_1001", "s_77", StartDate::EndOfPeriod, two_months).allow_annual(true),
        r#"{"action":"Pause","customerId":"u_1001","mode":"live","options":{"allowAnnual":true,"duration":{"amount":2,"type":"period","unit":"month"},"startAt":"end-of-period"},"subscriptionId":"s_77"}"#,
        "3f930c6fc1c46ee41285dbaa42783cee04a1ffdb8e095d5d18fe4b2d1f7009ab",
    );
    holds(
        &PauseAllOptions::new("u_1001", StartDate::Immediate, june),
        r#"{"action":"Pause","customerId":"u_1001","mode":"live","options":{"duration":{"date":"2026-06-01T00:00:00.000Z","type":"date"},"startAt":"immediate"},"subscriptionId":null}"#,
        "b2656837d5c4e9878e68ce9094687190a10da52b6bc86f72b3936d93127c1b9e",
    );
    holds(
        &ApplyCouponOptions::new("u_1001", "s_77", "c_\"five\" %"),
        r#"{"action":"ApplyCoupon","customerId":"u_1001","mode":"live","options":{"coupon":"c_\"five\" %"},"subscriptionId":"s_77"}"#,
        "a3253cef2a6f5d49d4368d13b22dd44427814d528d6ea95892c74afce1fefe2e",
    );
    holds(
        &ChangePriceOptions::new("u_1001", "s_77", "p_team_y", Schedule::Immediate).prorate(true),
        r#"{"action":"ChangePrice","customerId":"u_1001","mode":"live","options":{"price":"p_team_y","prorate":true,"scheduledAt":"immediate"},"subscriptionId":"s_77"}"#,
        "b19b32bb2834ac7d55dc324f2582cac148b6ca90d19f3878f102025cf2985cac",
    );
    holds(
        &ExtendTrialOptions::new("u_1001", "s_90", week),
        r#"{"action":"ExtendTrial","customerId":"u_1001","mode":"live","options":{"duration":{"amount":7,"type":"period","unit":"day"}},"subscriptionId":"s_90"}"#,
        "5bbb6d2c41b1c751596d31467ea13a072a6e92d992620b27002dd2ed96d12564",
    );
}

/// `docs/repeats.md` shows a text and its key.
#[test]
fn the_page_shows_the_text_and_the_key_of_a_request() {
    let page = include_str!("../../../docs/repeats.md");
    let two_months = ActionDuration::period(2, DurationUnit::Month).unwrap();
    let pause = PauseOptions::new("u_1001", "s_77", StartDate::EndOfPeriod, two_months);
    let shown = format!("\n{}\n", text(&pause));
    assert!(page.contains(&shown), "{shown}");
    let key = "d0f407053c17905a983fcecbb960b8576e62790a862366e41aa1c461df3be1da"; // by `sha256sum`
    assert_eq!(pause.request_key(), key);
    assert!(page.contains(key));
}

#[test]
fn a_request_for_all_subscriptions_has_another_key_than_for_one() {
    let all = CancelAllOptions::new("u_1001", Schedule::EndOfPeriod);
    let one = CancelOptions::new("u_1001", "s_77", Schedule::EndOfPeriod);
    assert_ne!(all.request_key(), one.request_key());
    assert_eq!(all.of("s_77").request_key(), one.request_key());
}

/// A map of `serde_json` keeps the order of insertion if any crate of the program enables that feature.
#[test]
fn keys_are_sorted_at_each_depth_and_nothing_is_written_between_them() {
    let value: Value =
        from_str("{ \"b\": [ { \"z\": 1, \"y\": null } ], \"a\": \"\\u00e9\\n\" }").unwrap();
    let mut text = String::new();
    write(&value, &mut text);
    assert_eq!(text, "{\"a\":\"\u{e9}\\n\",\"b\":[{\"y\":null,\"z\":1}]}");
}
