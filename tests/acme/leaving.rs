//! What stays of a customer who is erased, and of entries that are old.

use serde_json::{Value, json};
use sqlx::Row as _;

use crate::acme::Acme;
use crate::books::{Books, DAY};

/// All texts of all tables that an action or a customer leaves something in.
fn texts(acme: &Acme) -> Vec<String> {
    let mut database = acme.database();
    let mut texts = Vec::new();
    for (table, columns) in [
        (
            "journal",
            &["customer_id", "subscription_id", "request_key", "said", "event", "changes"][..],
        ),
        ("outbox", &["message"]),
        ("adjustments", &["subscription_id", "reason"]),
        ("customers", &["id", "name", "email", "phone", "line1"]),
        ("subscriptions", &["id", "customer_id"]),
        ("phases", &["subscription_id"]),
        ("items", &["id", "subscription_id"]),
        ("item_prices", &["item_id"]),
        ("discounts", &["owner_id"]),
    ] {
        for row in database.rows(&format!("SELECT {} FROM {table}", columns.join(", "))) {
            texts.extend(columns.iter().filter_map(|column| row.get::<Option<String>, _>(*column)));
        }
    }
    texts
}

#[test]
fn an_erased_customer_is_in_no_table_and_the_books_stay_as_they_are() {
    for acme in Acme::on_each() {
        let customer = acme.read("/churnkey/customers/u_1001");
        let theirs = acme.read("/churnkey/customers/u_1001/subscriptions")["data"].clone();
        let ids: Vec<_> =
            theirs.as_array().unwrap().iter().map(|it| it["id"].as_str().unwrap()).collect();
        assert_eq!(ids.len(), 2);
        let on = |more: Value| {
            let mut body = json!({ "customerId": "u_1001", "subscriptionId": ids[0] });
            body.as_object_mut().unwrap().extend(more.as_object().unwrap().clone());
            body
        };
        let currency = theirs[0]["items"][0]["price"]["amount"]["currency"].as_str().unwrap();
        let price = format!("p_solo_y_{currency}");
        let change = json!({ "price": price, "scheduledAt": "immediate", "prorate": true });
        // One with extras cannot change its interval; the other one can.
        let mut changed = on(change);
        if theirs[0]["items"].as_array().unwrap().len() > 1 {
            changed["subscriptionId"] = json!(ids[1]);
        }
        acme.act("subscription/change-price", &changed);
        acme.act("subscription/apply-coupon", &on(json!({ "coupon": "c_friends" })));
        acme.refused(
            "subscription/extend-trial",
            &on(json!({ "duration": { "amount": 7, "unit": "day" } })),
        );
        let figures = [
            "SELECT CAST(SUM(amount) AS BIGINT) FROM adjustments",
            "SELECT COUNT(*) FROM journal WHERE outcome = 'done' AND action <> 'Erase'",
            "SELECT COUNT(DISTINCT subscription_id) FROM journal WHERE outcome = 'done' AND action <> 'Erase'",
        ];
        let before = figures.map(|sql| acme.database().number(sql));
        assert!(before[0] != 0 && before[1] == 2);
        let others = Books::of(&acme).states;

        let said = acme.told(&["erase", "u_1001"]);
        assert!(said.starts_with("u_1001 is erased: 2 subscriptions, of which 2 were running; 3 "));
        let message: Value = serde_json::from_str(&acme.told(&["outbox"])).unwrap();
        assert_eq!(
            (&message["action"], &message["customerId"]),
            (&json!("Erase"), &json!("u_1001"))
        );

        assert_eq!(figures.map(|sql| acme.database().number(sql)), before);
        let mut hers: Vec<_> = ids.iter().copied().chain(["u_1001"]).collect();
        hers.extend(["email", "phone"].iter().filter_map(|key| customer[key].as_str()));
        hers.push(customer["addresses"][0]["line1"].as_str().unwrap());
        for text in texts(&acme) {
            assert!(
                !hers.iter().any(|it| text == *it || text.contains(&format!("\"{it}\""))),
                "{text}"
            );
            assert!(!ids.iter().any(|id| text.contains(&format!("it_{}", &id[2..]))), "{text}");
        }
        assert_eq!(acme.get("/churnkey/customers/u_1001").status, 404);
        let asked = on(json!({ "scheduledAt": "immediate" }));
        assert_eq!(acme.post("subscription/cancel", &asked).status, 404);
        assert_eq!(acme.declined(&["erase", "u_1001"]), "customer u_1001 does not exist\n");
        let said = acme.declined(&["undo", "1"]);
        assert_eq!(said, "entry 1 cannot be undone: its customer does not exist any more\n");
        let after = Books::of(&acme).states;
        for (id, state) in others.iter().filter(|(id, _)| !ids.contains(&id.as_str())) {
            assert_eq!(&after[id], state, "{id}");
        }
    }
}

#[test]
fn what_is_old_goes_and_the_knowledge_of_repeats_stays() {
    for acme in Acme::on_each() {
        let one = acme.find("active", "month");
        let coupon = one.with(&json!({ "coupon": "c_friends" }));
        acme.act("subscription/apply-coupon", &coupon); // 1: it is for ever
        let day = json!({ "startAt": "immediate", "duration": { "amount": 1, "unit": "day" } });
        acme.act("subscription/pause", &one.with(&day)); // 2
        acme.let_pass(30 * DAY);
        acme.act("subscription/pause", &one.with(&day)); // 3
        acme.let_pass(400 * DAY);
        acme.refused("subscription/apply-coupon", &one.with(&json!({ "coupon": "c_expired" }))); // 4
        acme.told(&["outbox"]);
        assert_eq!(acme.told(&["prune"]), "deleted 1 entries older than 400 days\n");
        let kept = acme.database().rows("SELECT id, event FROM journal ORDER BY id");
        let kept: Vec<(i64, bool)> = kept
            .iter()
            .map(|row| (row.get("id"), row.get::<Option<String>, _>("event").is_some()))
            .collect();
        assert_eq!(
            kept,
            [(1, false), (3, false), (4, true)],
            "the newest of each, without its event"
        );

        acme.act("subscription/apply-coupon", &coupon);
        let history = acme.told(&["history", &one.customer]);
        assert!(history.ends_with("repeat: already done by entry 1\n"), "{history}");
        assert!(
            history.contains("\n    Pause "),
            "an entry without its event is told too: {history}"
        );
    }
}

#[test]
fn what_was_not_passed_on_is_not_pruned() {
    for acme in Acme::on_each() {
        let one = acme.find("active", "month");
        let cancel = |at: &str| one.with(&json!({ "scheduledAt": at }));
        acme.act("subscription/cancel", &cancel("end-of-period"));
        acme.act("subscription/cancel", &cancel("immediate"));
        acme.let_pass(401 * DAY);
        assert_eq!(acme.told(&["prune"]), "deleted 0 entries older than 400 days\n");
        assert_eq!(acme.told(&["outbox"]).lines().count(), 2);
        assert_eq!(acme.told(&["prune"]), "deleted 1 entries older than 400 days\n");
    }
}
