//! The SQL of docs/reconciliation.md, on acme's own tables.

use serde_json::{Value, json};
use sqlx::Row as _;
use sqlx::any::AnyRow;

use crate::acme::{Acme, Subscription};
use crate::database::Database;
use crate::pages::sql;

const PAGE: &str = include_str!("../../docs/reconciliation.md");

/// A span that has all in it.
const ALWAYS: [i64; 2] = [0, i64::MAX];

/// Some that can be paused, each of another customer.
fn active(acme: &Acme) -> Vec<Subscription> {
    let mut found = Vec::<Subscription>::new();
    for it in acme.subscriptions() {
        let text = |key: &str| it[key].as_str().unwrap().to_owned();
        let it = (it["status"]["name"] == "active" && it["duration"]["unit"] == "month")
            .then(|| Subscription { id: text("id"), customer: text("customerId") });
        if let Some(it) = it.filter(|it| found.iter().all(|known| known.customer != it.customer)) {
            found.push(it);
        }
    }
    found
}

/// As Churnkey's API gives one.
fn session(id: &str, of: &Subscription, minutes_ago: i64, outcome: &Value) -> Value {
    let at = chrono::Utc::now() - chrono::TimeDelta::minutes(minutes_ago);
    let mut session = json!({
        "_id": id, "createdAt": at.format("%FT%T%.3fZ").to_string(), "mode": "LIVE",
        "customer": { "id": of.customer, "subscriptionId": of.id }, "canceled": false, "aborted": false,
    });
    session.as_object_mut().unwrap().extend(outcome.as_object().unwrap().clone());
    session
}

fn accepted(offer: &str) -> Value {
    json!({ "acceptedOffer": { "offerType": offer } })
}

fn load(acme: &Acme, database: &mut Database, sessions: &Value) {
    let inserts: Vec<_> = PAGE
        .split("```sql\n")
        .filter_map(|rest| rest.split("```").next())
        .filter(|block| block.starts_with("INSERT"))
        .collect();
    let sqlite = acme.store.kind() == "SQLite";
    let [insert] = inserts
        .into_iter()
        .filter(|block| block.contains("json_each") == sqlite)
        .collect::<Vec<_>>()[..]
    else {
        panic!("one for each database")
    };
    database.rows_with(insert, &[sessions.to_string()]);
}

fn texts(rows: &[AnyRow], column: &str) -> Vec<String> {
    rows.iter().map(|row| row.get(column)).collect()
}

fn pause(days: u32) -> Value {
    json!({ "startAt": "immediate", "duration": { "amount": days, "unit": "day" } })
}

#[test]
fn sessions_and_actions_are_joined_both_ways() {
    for acme in Acme::on_each() {
        let [both, unheard, refused, unrecorded, left, ..] = &active(&acme)[..] else { panic!() };
        acme.act("subscription/pause", &both.with(&pause(9)));
        acme.act("subscription/cancel", &left.with(&json!({ "scheduledAt": "end-of-period" })));
        acme.refused("subscription/apply-coupon", &refused.with(&json!({ "coupon": "c_expired" })));
        acme.act("subscription/pause", &unrecorded.with(&pause(9))); // by whom?

        let mut database = acme.database();
        database.execute(&sql(PAGE, "CREATE TABLE churnkey_sessions"));
        let mut in_test = session("t", unheard, 1, &accepted("PAUSE"));
        in_test["mode"] = json!("TEST");
        let sessions = json!([
            session("a", both, 1, &accepted("PAUSE")),
            session("b", unheard, 1, &accepted("PAUSE")),
            session("c", refused, 1, &accepted("DISCOUNT")),
            session("d", left, 1, &json!({ "canceled": true })),
            session("e", unheard, 1, &json!({ "aborted": true })),
            session("f", unheard, 1, &accepted("CONTACT")),
            session("g", both, 120, &accepted("PAUSE")), // too early to be of that pause
            in_test,
        ]);
        load(&acme, &mut database, &sessions);
        load(&acme, &mut database, &sessions); // a file that overlaps with the last one
        assert_eq!(database.number("SELECT COUNT(*) FROM churnkey_sessions"), 7);

        let missing = database.rows_with(&sql(PAGE, "SELECT s.id, s.at"), &ALWAYS);
        let mut ids = texts(&missing, "id");
        ids.sort_unstable();
        assert_eq!(ids, ["b", "c", "g"]);
        let reasons = missing.iter().filter_map(|row| {
            Some((row.get::<String, _>("id"), row.get::<Option<String>, _>("refused")?))
        });
        let expired = "400 coupon c_expired has expired".to_owned();
        assert_eq!(reasons.collect::<Vec<_>>(), [("c".to_owned(), expired)]);

        let unexplained = database.rows_with(&sql(PAGE, "SELECT j.id, j.at"), &ALWAYS);
        assert_eq!(texts(&unexplained, "customer_id"), [unrecorded.customer.as_str()]);
        assert!(texts(&unexplained, "event")[0].contains("requestId"));
        let later = [chrono::Utc::now().timestamp_millis() + 1, i64::MAX];
        for question in ["SELECT s.id, s.at", "SELECT j.id, j.at"] {
            assert!(database.rows_with(&sql(PAGE, question), &later).is_empty());
        }
    }
}

/// The statement as the page prints it.
fn printed(rows: &[AnyRow]) -> String {
    let head = "action       outcome  entries  customers  undone\n".to_owned();
    let lines = rows.iter().map(|row| {
        let [action, outcome] = ["action", "outcome"].map(|column| row.get::<String, _>(column));
        let [entries, customers, undone] =
            ["entries", "customers", "undone"].map(|column| row.get::<i64, _>(column));
        format!("{action:<11}  {outcome:<7}  {entries:>7}  {customers:>9}  {undone:>6}\n")
    });
    std::iter::once(head).chain(lines).collect()
}

#[test]
fn the_monthly_statement_counts_what_was_done_and_what_has_become_of_it() {
    for acme in Acme::on_each() {
        let active = active(&acme);
        let [one, other, third, ..] = &active[..] else { panic!() };
        acme.act("subscription/pause", &one.with(&pause(9)));
        acme.act("subscription/pause", &one.with(&pause(9)));
        acme.refused("subscription/pause", &one.with(&pause(8)));
        acme.act("subscription/pause", &other.with(&pause(9)));
        acme.told(&["undo", "4"]);
        acme.act("subscription/apply-coupon", &third.with(&json!({ "coupon": "c_friends" })));
        let until = chrono::Utc::now().timestamp_millis() + 1;
        std::thread::sleep(std::time::Duration::from_millis(5)); // so that the end comes after it
        let leave = json!({ "scheduledAt": "immediate" });
        acme.act("subscription/cancel", &third.with(&leave));

        let mut database = acme.database();
        let statement = database.rows_with(&sql(PAGE, "SELECT action, outcome"), &ALWAYS);
        let shown = PAGE.split("```text\n").nth(1).and_then(|rest| rest.split("```").next());
        assert_eq!(printed(&statement), shown.unwrap());

        let saved = sql(PAGE, "SELECT j.action");
        let mut figures = |now: i64| {
            let rows = database.rows_with(&saved, &[0, until, now]);
            let figure = |row: &AnyRow| -> (String, i64, i64) {
                (row.get("action"), row.get("saved"), row.get("gone"))
            };
            rows.iter().map(figure).collect::<Vec<_>>()
        };
        let (coupon, paused) = ("ApplyCoupon".to_owned(), "Pause".to_owned());
        assert_eq!(figures(until), [(coupon.clone(), 1, 0), (paused.clone(), 1, 0)]);
        let now = chrono::Utc::now().timestamp_millis() + 1;
        assert_eq!(figures(now), [(coupon, 1, 1), (paused, 1, 0)]);
    }
}

#[test]
fn the_statement_of_money_is_the_same_when_a_customer_was_erased() {
    for acme in Acme::on_each() {
        let (all, active) = (acme.subscriptions(), active(&acme));
        let in_euro = |one: &&Subscription| {
            let of = all.iter().find(|it| it["id"] == one.id.as_str()).unwrap();
            of["items"][0]["price"]["amount"]["currency"] == "eur"
                && of["items"][0]["price"]["id"] != "p_team_m_eur"
        };
        let one = active.iter().find(in_euro).unwrap();
        let change =
            json!({ "price": "p_team_m_eur", "scheduledAt": "immediate", "prorate": true });
        acme.act("subscription/change-price", &one.with(&change));
        let money = || -> Vec<(String, i64)> {
            let rows = acme.database().rows_with(&sql(PAGE, "SELECT currency"), &ALWAYS);
            rows.iter().map(|row| (row.get("currency"), row.get("amount"))).collect()
        };
        let before = money();
        assert!(before.len() == 1 && before[0].1 != 0, "{before:?}");
        acme.told(&["erase", &one.customer]);
        assert_eq!(money(), before);
    }
}
