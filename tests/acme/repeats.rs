//! The rule of docs/repeats.md, as it shows over HTTP.

use serde_json::{Value, json};

use crate::acme::Acme;
use crate::books::DAY;

const TEN_MINUTES: i64 = 600_000;

fn pause(unit: &str) -> Value {
    json!({ "startAt": "immediate", "duration": { "amount": 1, "unit": unit } })
}

#[test]
fn next_years_pause_is_not_taken_for_this_years() {
    for acme in Acme::on_each() {
        let subscription = acme.find("active", "month");
        let asked = subscription.with(&pause("month"));
        acme.act("subscription/pause", &asked);
        let paused = acme.reload(&subscription);
        acme.let_pass(TEN_MINUTES);
        acme.act("subscription/pause", &asked);
        assert_eq!(acme.reload(&subscription)["status"]["name"], "paused", "as long as it stands");
        assert_eq!(
            acme.database().number("SELECT COUNT(*) FROM journal WHERE outcome = 'done'"),
            1
        );

        acme.let_pass(365 * DAY);
        assert_eq!(acme.reload(&subscription)["status"]["name"], "active");
        acme.act("subscription/pause", &asked);
        let again = acme.reload(&subscription);
        assert_eq!(again["status"]["name"], "paused");
        assert_ne!(again["status"]["pause"], paused["status"]["pause"]);
    }
}

/// Within the time nobody can know whether a request was sent again or wished again.
#[test]
fn a_retry_that_comes_after_another_wish_does_not_take_it_back() {
    for acme in Acme::on_each() {
        let all = acme.subscriptions();
        let find = |it: &&Value| {
            it["status"]["name"] == "active"
                && it["duration"]["unit"] == "month"
                && it["items"][0]["price"]["amount"]["currency"] == "eur"
        };
        let found = all.iter().find(find).unwrap();
        let change = |price: &str| {
            json!({
                "customerId": found["customerId"], "subscriptionId": found["id"], "price": price,
                "scheduledAt": "immediate", "prorate": false,
            })
        };
        let plan = || {
            let (customer, id) = (&found["customerId"], &found["id"]);
            let path = format!("/churnkey/customers/{customer}/subscriptions/{id}");
            acme.read(&path.replace('"', ""))["items"][0]["price"]["id"].clone()
        };
        acme.act("subscription/change-price", &change("p_team_m_eur"));
        acme.act("subscription/change-price", &change("p_solo_m_eur"));
        acme.act("subscription/change-price", &change("p_team_m_eur"));
        assert_eq!(plan(), "p_solo_m_eur", "the first request, come late");
        acme.let_pass(TEN_MINUTES);
        acme.act("subscription/change-price", &change("p_team_m_eur"));
        assert_eq!(plan(), "p_team_m_eur");
    }
}

#[test]
fn a_week_more_is_a_week_more_again_after_the_time() {
    for acme in Acme::on_each() {
        let trial = acme.find("trial", "month");
        let end = || acme.reload(&trial)["status"]["trial"]["end"].as_str().unwrap().to_owned();
        let week = trial.with(&json!({ "duration": { "amount": 7, "unit": "day" } }));
        acme.act("subscription/extend-trial", &week);
        acme.let_pass(TEN_MINUTES);
        let before = end();
        acme.act("subscription/extend-trial", &week);
        assert!(end() > before);
    }
}

#[test]
fn test_mode_has_a_journal_of_its_own() {
    for acme in Acme::on_each() {
        let subscription = acme.find("active", "month");
        let body = subscription.with(&pause("day")).to_string();
        let mut request =
            crate::support::Request::new("/churnkey/actions/subscription/pause", &body);
        request.headers.push(("x-churnkey-mode", "test"));
        assert_eq!(acme.server.send(&request).unwrap().status, 200);
        acme.act("subscription/pause", &subscription.with(&pause("day")));
        assert_eq!(acme.reload(&subscription)["status"]["name"], "paused", "no repeat of the test");
    }
}
