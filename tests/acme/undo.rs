//! Support undoes what an action has done.

use serde_json::{Value, json};

use crate::acme::{Acme, Subscription};
use crate::books::{Books, DAY};

fn days(amount: u32) -> Value {
    json!({ "startAt": "immediate", "duration": { "amount": amount, "unit": "day" } })
}

fn active_in(acme: &Acme, currency: &str) -> Subscription {
    let all = acme.subscriptions();
    let found = all.iter().find(|it| {
        it["status"]["name"] == "active"
            && it["duration"]["unit"] == "month"
            && it["items"].as_array().unwrap().len() == 1
            && it["items"][0]["price"]["amount"]["currency"] == currency
    });
    let text = |key: &str| found.unwrap()[key].as_str().unwrap().to_owned();
    Subscription { id: text("id"), customer: text("customerId") }
}

#[test]
fn each_action_can_be_undone_and_then_asked_for_again() {
    for acme in Acme::on_each() {
        let one = active_in(&acme, "eur");
        let trial = acme.find("trial", "month");
        let at_first = (acme.reload(&one), acme.reload(&trial));
        let mut newest = 0;
        for (action, subscription, more) in [
            ("pause", &one, days(9)),
            ("cancel", &one, json!({ "scheduledAt": "immediate" })),
            ("cancel", &one, json!({ "scheduledAt": "end-of-period" })),
            ("apply-coupon", &one, json!({ "coupon": "c_friends" })),
            (
                "change-price",
                &one,
                json!({ "price": "p_team_m_eur", "scheduledAt": "immediate", "prorate": true }),
            ),
            (
                "change-price",
                &one,
                json!({ "price": "p_solo_y_eur", "scheduledAt": "immediate", "prorate": true }),
            ),
            (
                "change-price",
                &one,
                json!({ "price": "p_team_m_eur", "scheduledAt": "end-of-period", "prorate": false }),
            ),
            ("extend-trial", &trial, json!({ "duration": { "amount": 7, "unit": "day" } })),
        ] {
            let before = acme.reload(subscription);
            let action = format!("subscription/{action}");
            acme.act(&action, &subscription.with(&more));
            let done = acme.reload(subscription);
            assert_ne!(done, before, "{action}");
            newest += 1;
            let said = acme.told(&["undo", &newest.to_string()]);
            newest += 1;
            assert!(
                said.starts_with(&format!("{} is undone by entry {newest}: ", newest - 1)),
                "{said}"
            );
            assert_eq!(acme.reload(subscription), before, "{action}");

            acme.act(&action, &subscription.with(&more));
            let again = acme.reload(subscription);
            assert_ne!(again, before, "{action}: it acts again");
            newest += 1;
            acme.told(&["undo", &newest.to_string()]);
            newest += 1;
        }
        assert_eq!((acme.reload(&one), acme.reload(&trial)), at_first);
        let history = acme.told(&["history", &one.customer]);
        assert!(history.contains("1  ") && history.contains(" (undone by entry 2)\n"), "{history}");
        assert!(history.contains("  live  mina\n    Undo ") && history.contains(", of entry 1\n"));
    }
}

#[test]
fn what_was_prorated_is_adjusted_back_and_what_was_redeemed_is_free_again() {
    for acme in Acme::on_each() {
        let one = active_in(&acme, "eur");
        let owed = "SELECT CAST(COALESCE(SUM(amount), 0) AS BIGINT) FROM adjustments";
        acme.act(
            "subscription/change-price",
            &one.with(
                &json!({ "price": "p_team_m_eur", "scheduledAt": "immediate", "prorate": true }),
            ),
        );
        assert_ne!(acme.database().number(owed), 0);
        acme.told(&["undo", "1"]);
        assert_eq!(acme.database().number(owed), 0);
        assert_eq!(acme.database().number("SELECT COUNT(*) FROM adjustments"), 2, "the books stay");

        let redeemed =
            || acme.read("/churnkey/coupons/c_last_one")["redemptions"]["current"].clone();
        assert_eq!(redeemed(), 9);
        acme.act("subscription/apply-coupon", &one.with(&json!({ "coupon": "c_last_one" })));
        assert_eq!(redeemed(), 10);
        acme.told(&["undo", "3"]);
        assert_eq!(redeemed(), 9);
    }
}

#[test]
fn what_cannot_be_undone_says_why_and_changes_nothing() {
    for acme in Acme::on_each() {
        let one = active_in(&acme, "eur");
        let other = acme.find("trial", "month");
        acme.act("subscription/pause", &one.with(&days(9))); // 1
        acme.act("subscription/pause", &one.with(&days(9))); // 2
        acme.refused("subscription/pause", &one.with(&days(8))); // 3
        let leave = json!({ "scheduledAt": "end-of-period", "unpause": true });
        acme.act("subscription/cancel", &one.with(&leave)); // 4
        acme.act("subscription/cancel", &other.with(&json!({ "scheduledAt": "immediate" }))); // 5
        let cannot = |entry: &str, reason: &str| {
            let before = Books::of(&acme).states;
            let said = acme.declined(&["undo", entry]);
            assert_eq!(said, format!("entry {entry} cannot be undone: {reason}\n"));
            assert_eq!(Books::of(&acme).states, before);
        };
        cannot("1", "entry 4 (Cancel) has changed the same thing since; undo that one first");
        cannot("2", "it has changed nothing (repeat)");
        cannot("3", "it has changed nothing (refused)");
        assert_eq!(acme.declined(&["undo", "99"]), "there is no entry 99\n");
        assert_eq!(acme.declined(&["undo", "1", "--test"]), "there is no entry 1\n");
        acme.told(&["undo", "4"]); // 6
        assert_eq!(acme.reload(&one)["status"]["name"], "paused");
        cannot("4", "entry 6 has undone it already");
        cannot("6", "it is an undo itself; the action can be asked for again");
        acme.database().execute("UPDATE subscriptions SET pause_end = pause_end + 1");
        cannot("1", "the subscription was changed since, past the journal");
        acme.database().execute("UPDATE subscriptions SET pause_end = pause_end - 1");
        acme.let_pass(60 * DAY);
        let said = acme.declined(&["undo", "1"]);
        assert!(said.contains("cannot be undone: the pause ended "), "{said}");
        let said = acme.declined(&["undo", "5"]);
        assert!(said.contains("the paid period ended "), "{said}");
    }
}

#[test]
fn an_entry_of_test_mode_is_undone_there() {
    for acme in Acme::on_each() {
        let one = active_in(&acme, "eur");
        let body = one.with(&days(9)).to_string();
        let mut request =
            crate::support::Request::new("/churnkey/actions/subscription/pause", &body);
        request.headers.push(("x-churnkey-mode", "test"));
        assert_eq!(acme.server.send(&request).unwrap().status, 200);
        assert_eq!(acme.declined(&["undo", "1"]), "there is no entry 1\n", "none in live mode");
        assert!(acme.told(&["undo", "1", "--test"]).ends_with(": not paused\n"));
    }
}

/// Two who click at once.
#[test]
fn an_entry_is_undone_once() {
    for acme in Acme::on_each() {
        let one = active_in(&acme, "eur");
        acme.act("subscription/apply-coupon", &one.with(&json!({ "coupon": "c_last_one" })));
        let done = std::thread::scope(|scope| {
            let both: Vec<_> = (0..2).map(|_| scope.spawn(|| acme.run(&["undo", "1"]).1)).collect();
            both.into_iter().map(|one| usize::from(one.join().unwrap())).sum::<usize>()
        });
        assert_eq!(done, 1);
        let coupon = acme.read("/churnkey/coupons/c_last_one");
        assert_eq!(coupon["redemptions"]["current"], 9);
    }
}
