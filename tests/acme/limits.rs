//! One pause a year for each customer, where that is switched on.

use serde_json::{Value, json};
use sqlx::Row as _;

use crate::acme::{Acme, Subscription, command};
use crate::books::DAY;
use crate::database::Store;
use crate::support::Server;

fn limited() -> impl Iterator<Item = Acme> {
    Store::each().map(|store| {
        let server = Server::start(command(&store).env("ACME_ONE_PAUSE_A_YEAR", "1"));
        Acme::of(server, store)
    })
}

fn pause(days: u32) -> Value {
    json!({ "startAt": "immediate", "duration": { "amount": days, "unit": "day" } })
}

fn may_pause(acme: &Acme, one: &Subscription) -> Value {
    acme.read(&format!("/churnkey/customers/{}", one.customer))["metadata"]["mayPause"].clone()
}

#[test]
fn a_repeat_of_the_pause_is_none_of_the_limit_and_another_one_is_refused_with_the_day() {
    for acme in limited() {
        let one = acme.find("active", "month");
        assert_eq!(may_pause(&acme, &one), "true");
        acme.act("subscription/pause", &one.with(&pause(9)));
        acme.act("subscription/pause", &one.with(&pause(9)));
        assert_eq!(may_pause(&acme, &one), "false");

        acme.let_pass(30 * DAY);
        let message = acme.refused("subscription/pause", &one.with(&pause(9)));
        let next = chrono::Utc::now().date_naive() + chrono::Days::new(365 - 30);
        let said =
            message.strip_prefix("there is one pause a year, and the next one can begin on ");
        let said: chrono::NaiveDate = said.expect(&message).parse().unwrap();
        assert!((said - next).num_days().abs() <= 1, "{message}");

        acme.let_pass(340 * DAY);
        assert_eq!(may_pause(&acme, &one), "true");
        acme.act("subscription/pause", &one.with(&pause(9)));
    }
}

#[test]
fn a_pause_that_was_undone_does_not_count() {
    for acme in limited() {
        let one = acme.find("active", "month");
        acme.act("subscription/pause", &one.with(&pause(9)));
        acme.told(&["undo", "1"]);
        assert_eq!(may_pause(&acme, &one), "true");
        acme.act("subscription/pause", &one.with(&pause(8)));
    }
}

#[test]
fn a_pause_of_all_subscriptions_is_one() {
    for acme in limited() {
        let mut asked = pause(9);
        asked["customerId"] = json!("u_1001");
        acme.act("customer/pause", &asked);
        let all = acme.read("/churnkey/customers/u_1001/subscriptions")["data"].clone();
        let all = all.as_array().unwrap();
        assert!(all.len() == 2 && all.iter().all(|it| it["status"]["name"] == "paused"));
    }
}

#[test]
fn without_the_limit_no_customer_says_anything_of_it() {
    for acme in Acme::on_each() {
        let one = acme.find("active", "month");
        acme.act("subscription/pause", &one.with(&pause(9)));
        assert_eq!(may_pause(&acme, &one), Value::Null);
        acme.let_pass(30 * DAY);
        acme.act("subscription/pause", &one.with(&pause(9)));
    }
}

/// The page shows the question that acme asks.
#[test]
fn the_sql_of_the_page_finds_the_last_pause_before_an_entry() {
    let sql = crate::pages::sql(include_str!("../../docs/customer-limits.md"), "SELECT MAX(at)");
    for acme in Acme::on_each() {
        let one = acme.find("active", "month");
        let mut database = acme.database();
        let mut last = |entry: i64| -> Option<i64> {
            // Both are texts or numbers to the driver, so the number stands in the text.
            let sql =
                sql.replace("$2", &entry.to_string()).replace("$1", &format!("'{}'", one.customer));
            database.rows(&sql)[0].get("last")
        };
        assert_eq!(last(i64::MAX), None);
        acme.act("subscription/pause", &one.with(&pause(9)));
        assert!(last(2).is_some());
        assert_eq!(last(1), None, "its own entry does not count");
        acme.told(&["undo", "1"]);
        assert_eq!(last(i64::MAX), None);
    }
}
