//! What the actions do, and that doing them twice does no more.

use serde_json::{Value, json};

use crate::acme::Acme;
use crate::support::Request;

fn monthly_pause(start_at: &str) -> Value {
    json!({ "startAt": start_at, "duration": { "type": "period", "amount": 2, "unit": "month" } })
}

#[test]
fn the_data_has_what_a_reader_wants_to_try() {
    for acme in Acme::on_each() {
        let all = acme.subscriptions();
        assert!(all.len() >= 90);
        let count = |status: &str, unit: &str| {
            all.iter()
                .filter(|it| it["status"]["name"] == status && it["duration"]["unit"] == unit)
                .count()
        };
        assert!(count("active", "month") >= 3);
        assert!(count("active", "year") >= 2);
        assert!(count("trial", "month") >= 2);
        for status in ["paused", "canceled", "unpaid"] {
            assert!(count(status, "month") >= 1, "{status}");
        }
        assert!(all.iter().any(|it| it["items"].as_array().unwrap().len() > 1));
        let customers = acme.read("/churnkey/customers?limit=100");
        let customers = customers["data"].as_array().unwrap();
        assert!(customers.len() >= 60);
        assert!(customers.iter().any(|it| it.get("email").is_none()));
        assert!(customers.iter().any(|it| it.get("phone").is_none()));
        assert!(customers.iter().any(|it| it.get("discounts").is_some()));
        assert!(customers.iter().any(|it| !it["name"].as_str().unwrap().is_ascii()));
        let prices = acme.read("/churnkey/prices?limit=100").to_string();
        for word in ["\"eur\"", "\"usd\"", "\"jpy\"", "\"fixed\"", "\"graduated\"", "\"total\""] {
            assert!(prices.contains(word), "{word}");
        }
        let coupons = acme.read("/churnkey/coupons?limit=100").to_string();
        for word in [
            "\"once\"",
            "\"recurring\"",
            "\"forever\"",
            "\"cycle-amount\"",
            "\"fixed\"",
            "\"percentage\"",
        ] {
            assert!(coupons.contains(word), "{word}");
        }
    }
}

#[test]
fn a_paused_subscription_reads_as_paused_until_the_right_day() {
    for acme in Acme::on_each() {
        let subscription = acme.find("active", "month");
        acme.act("subscription/pause", &subscription.with(&monthly_pause("immediate")));
        let paused = acme.reload(&subscription);
        assert_eq!(paused["status"]["name"], "paused");
        acme.act("subscription/pause", &subscription.with(&monthly_pause("immediate")));
        assert_eq!(acme.reload(&subscription), paused, "the same pause again keeps the first end");
        let longer = json!({ "startAt": "immediate", "duration": { "type": "period", "amount": 3, "unit": "month" } });
        let message = acme.refused("subscription/pause", &subscription.with(&longer));
        assert!(message.ends_with("is paused already"), "{message}");
        acme.act(
            "subscription/cancel",
            &subscription.with(&json!({ "scheduledAt": "end-of-period", "unpause": true })),
        );
        assert_eq!(
            acme.reload(&subscription)["status"]["name"],
            "active",
            "unpaused until the period ends"
        );
    }
}

#[test]
fn a_pause_from_the_end_of_the_period_is_not_on_yet() {
    for acme in Acme::on_each() {
        let subscription = acme.find("active", "month");
        acme.act("subscription/pause", &subscription.with(&monthly_pause("end-of-period")));
        assert_eq!(acme.reload(&subscription)["status"]["name"], "active");
        acme.act("subscription/pause", &subscription.with(&monthly_pause("end-of-period")));
    }
}

#[test]
fn a_pause_that_cannot_be_is_refused_with_the_reason() {
    for acme in Acme::on_each() {
        let pause = monthly_pause("immediate");
        let yearly = acme.find("active", "year");
        let mut not_annual = yearly.with(&pause);
        not_annual["allowAnnual"] = json!(false);
        let message = acme.refused("subscription/pause", &not_annual);
        assert_eq!(message, "annual subscriptions are not allowed to be paused");
        acme.act("subscription/pause", &yearly.with(&pause)); // `allow_annual` is declared
        assert!(
            acme.refused("subscription/pause", &acme.find("trial", "month").with(&pause))
                .contains("in its trial")
        );
        let canceled = acme.find("canceled", "month").with(&pause);
        assert!(acme.refused("subscription/pause", &canceled).ends_with("is canceled"));
        let past =
            json!({ "startAt": "immediate", "duration": { "type": "date", "date": "2001-01-01" } });
        let message = acme.refused("subscription/pause", &acme.find("active", "month").with(&past));
        assert_eq!(message, "`duration` is over before it begins");
    }
}

#[test]
fn a_cancellation_takes_effect_at_once_or_when_the_period_ends() {
    for acme in Acme::on_each() {
        let subscription = acme.find("active", "month");
        let before = acme.reload(&subscription);
        let later = subscription.with(&json!({ "scheduledAt": "end-of-period" }));
        acme.act("subscription/cancel", &later);
        let ending = acme.reload(&subscription);
        assert_eq!(ending["status"], before["status"], "it runs until then");
        assert_eq!(ending["metadata"]["endsAt"], before["status"]["currentPeriod"]["end"]);
        acme.act("subscription/cancel", &later);
        assert_eq!(acme.reload(&subscription), ending, "twice is once");
        let now = subscription.with(&json!({ "scheduledAt": "immediate" }));
        acme.act("subscription/cancel", &now);
        let canceled = acme.reload(&subscription);
        assert_eq!(canceled["status"]["name"], "canceled");
        acme.act("subscription/cancel", &now);
        acme.act("subscription/cancel", &later);
        assert_eq!(acme.reload(&subscription), canceled, "the day it ended does not move");
    }
}

#[test]
fn handle_all_does_all_or_nothing() {
    for acme in Acme::on_each() {
        // The first customer has two subscriptions, both active and monthly.
        acme.act("customer/pause", &json!({
            "customerId": "u_1001", "startAt": "immediate", "duration": { "amount": 1, "unit": "month" },
        }));
        let of = |customer: &str| {
            acme.read(&format!("/churnkey/customers/{customer}/subscriptions"))["data"].clone()
        };
        let states = |customer: &str| {
            let all = of(customer);
            all.as_array()
                .unwrap()
                .iter()
                .map(|it| it["status"]["name"].as_str().unwrap().to_owned())
                .collect::<Vec<_>>()
        };
        assert_eq!(states("u_1001"), ["paused", "paused"]);
        acme.act("customer/cancel", &json!({ "customerId": "u_1001", "scheduledAt": "immediate" }));
        assert_eq!(states("u_1001"), ["canceled", "canceled"]);

        // One of two cannot be paused, so neither is.
        let mixed = acme.subscriptions().into_iter().find_map(|it| {
            let customer = it["customerId"].as_str().unwrap().to_owned();
            let all = of(&customer);
            let billed = |unit: &str| {
                let mut all = all.as_array().unwrap().iter();
                all.any(|it| it["status"]["name"] == "active" && it["duration"]["unit"] == unit)
            };
            (billed("month") && billed("year")).then_some(customer)
        });
        let mixed = mixed.expect("a customer with a monthly and a yearly subscription");
        let before = of(&mixed);
        let pause = json!({
            "customerId": mixed, "startAt": "immediate", "duration": { "amount": 1, "unit": "month" }, "allowAnnual": false,
        });
        acme.refused("customer/pause", &pause);
        assert_eq!(of(&mixed), before);
        let unknown = json!({ "customerId": "nobody", "scheduledAt": "immediate" });
        assert_eq!(acme.post("customer/cancel", &unknown).status, 404);
    }
}

#[test]
fn a_coupon_is_redeemed_once_and_refused_when_it_is_over() {
    for acme in Acme::on_each() {
        let subscription = acme.find("active", "month");
        let apply = |coupon: &str| subscription.with(&json!({ "coupon": coupon }));
        assert_eq!(
            acme.refused("subscription/apply-coupon", &apply("c_exhausted")),
            "coupon c_exhausted is exhausted"
        );
        assert_eq!(
            acme.refused("subscription/apply-coupon", &apply("c_expired")),
            "coupon c_expired has expired"
        );
        assert_eq!(acme.post("subscription/apply-coupon", &apply("c_unknown")).status, 404);
        let message = acme.refused("subscription/apply-coupon", &apply("c_five_months"));
        assert!(message.ends_with("is of another currency"), "{message}");

        for _ in 0..2 {
            acme.act("subscription/apply-coupon", &apply("c_last_one"));
            let discounts = acme.reload(&subscription)["discounts"].clone();
            assert_eq!(discounts.as_array().unwrap().len(), 1);
            assert_eq!(discounts[0]["coupon"]["id"], "c_last_one");
            assert_eq!(
                discounts[0]["end"],
                acme.reload(&subscription)["status"]["currentPeriod"]["end"]
            );
        }
        let coupon = acme.read("/churnkey/coupons/c_last_one");
        assert_eq!(coupon["redemptions"], json!({ "max": 10, "current": 10 }), "redeemed once");
        let other = acme.find("active", "year").with(&json!({ "coupon": "c_last_one" }));
        assert_eq!(
            acme.refused("subscription/apply-coupon", &other),
            "coupon c_last_one is exhausted"
        );
    }
}

#[test]
fn a_changed_price_shows() {
    for acme in Acme::on_each() {
        let subscription = acme.find("active", "month");
        let change = |price: &str, at: &str| {
            subscription.with(&json!({ "price": price, "scheduledAt": at, "prorate": true }))
        };
        let plan = || acme.reload(&subscription)["items"][0]["price"]["id"].clone();
        let before = plan();
        acme.act("subscription/change-price", &change("p_team_m_eur", "end-of-period"));
        assert_eq!(plan(), before, "not before the period ends");
        for _ in 0..2 {
            acme.act("subscription/change-price", &change("p_team_m_eur", "immediate"));
            assert_eq!(plan(), "p_team_m_eur");
        }
        let message =
            acme.refused("subscription/change-price", &change("p_solo_m_usd", "immediate"));
        assert!(message.ends_with("is billed in another currency"), "{message}");
        assert_eq!(
            acme.post("subscription/change-price", &change("p_unknown", "immediate")).status,
            404
        );
    }
}

#[test]
fn a_trial_ends_later_and_the_same_wish_counts_once() {
    for acme in Acme::on_each() {
        let trial = acme.find("trial", "month");
        let end = || acme.reload(&trial)["status"]["trial"]["end"].as_str().unwrap().to_owned();
        let before = end();
        let week =
            trial.with(&json!({ "duration": { "type": "period", "amount": 7, "unit": "day" } }));
        acme.act("subscription/extend-trial", &week);
        let after = end();
        assert!(after > before, "{after} after {before}");
        acme.act("subscription/extend-trial", &week);
        assert_eq!(end(), after);
        let three =
            trial.with(&json!({ "duration": { "type": "period", "amount": 3, "unit": "day" } }));
        acme.act("subscription/extend-trial", &three);
        let longer = end();
        assert!(longer > after, "another wish counts");
        acme.act("subscription/extend-trial", &week);
        assert_eq!(end(), longer, "the first wish, come late");
        let date = trial.with(&json!({ "duration": { "type": "date", "date": "2099-01-01" } }));
        acme.act("subscription/extend-trial", &date);
        assert_eq!(end(), "2099-01-01T00:00:00.000Z");
        let active = acme
            .find("active", "month")
            .with(&json!({ "duration": { "amount": 7, "unit": "day" } }));
        assert!(acme.refused("subscription/extend-trial", &active).ends_with("is not in a trial"));
    }
}

#[test]
fn what_was_to_happen_when_a_trial_ends_happens_when_the_longer_one_does() {
    for acme in Acme::on_each() {
        let trial = acme.find("trial", "month");
        acme.act("subscription/cancel", &trial.with(&json!({ "scheduledAt": "end-of-period" })));
        acme.act(
            "subscription/extend-trial",
            &trial.with(&json!({ "duration": { "amount": 7, "unit": "day" } })),
        );
        let longer = acme.reload(&trial);
        assert_eq!(longer["metadata"]["endsAt"], longer["status"]["trial"]["end"]);
    }
}

#[test]
fn a_customer_is_found_by_email_and_phone_however_they_are_written() {
    for acme in Acme::on_each() {
        let customer = acme.read("/churnkey/customers/u_1001");
        let email = customer["email"].as_str().unwrap().to_uppercase().replace('@', "%40");
        assert_eq!(acme.read(&format!("/churnkey/customers/email/{email}")), customer);
        assert_eq!(acme.read("/churnkey/customers/phone/%2B1-555-0100"), customer);
        assert_eq!(acme.get("/churnkey/customers/email/nobody%40example.org").status, 404);
        assert_eq!(acme.get("/churnkey/customers/phone/0").status, 404);
    }
}

/// With `DATABASE_URL` alone.
#[test]
fn live_and_test_data_are_apart() {
    for acme in Acme::on_each() {
        let subscription = acme.find("active", "month");
        let body = subscription.with(&json!({ "scheduledAt": "immediate" })).to_string();
        let mut request = Request::new("/churnkey/actions/subscription/cancel", &body);
        request.headers.push(("x-churnkey-mode", "test"));
        assert_eq!(acme.server.send(&request).unwrap().status, 200);
        assert_eq!(acme.reload(&subscription)["status"]["name"], "active");
        let path = format!(
            "/churnkey/customers/{}/subscriptions/{}",
            subscription.customer, subscription.id
        );
        let mut request = Request::new(&path, "");
        request.headers.push(("x-churnkey-mode", "test"));
        assert!(acme.server.send(&request).unwrap().body.contains(r#""name":"canceled""#));
    }
}
