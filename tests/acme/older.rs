//! A database that an acme of before has made.

use serde_json::json;

use crate::acme::Acme;
use crate::database::Store;

/// What its schema had in place of the journal.
const OLDER: [&str; 7] = [
    "DROP TABLE outbox",
    "DROP TABLE journal",
    "DROP TABLE adjustments",
    "CREATE TABLE adjustments (
         subscription_id TEXT NOT NULL REFERENCES subscriptions (id),
         at BIGINT NOT NULL, currency TEXT NOT NULL, amount BIGINT NOT NULL, reason TEXT NOT NULL
     )",
    "INSERT INTO adjustments VALUES ('s_1001', 1760000000000, 'eur', -450, 'from p_home_m_eur to p_solo_m_eur')",
    "CREATE TABLE actions (
         subscription_id TEXT NOT NULL REFERENCES subscriptions (id),
         action TEXT NOT NULL, request TEXT NOT NULL, at BIGINT NOT NULL
     )",
    "INSERT INTO actions VALUES
         ('s_1001', 'change_price', 'p_solo_m_eur Immediate prorate: true', 1760000000000)",
];

#[test]
fn its_journal_and_its_books_are_taken_over() {
    for store in Store::each() {
        let mut acme = Acme::on(store);
        acme.kill();
        let mut database = acme.database();
        for sql in OLDER {
            database.execute(sql);
        }
        database
            .execute("CREATE INDEX actions_by_subscription ON actions (subscription_id, action)");
        drop(database);

        for _ in 0..2 {
            acme.killed_and_started();
            let history = acme.told(&["history", "u_1001"]);
            assert!(history.contains("\n1  2025-10-09 08:53:20  live  -\n"), "{history}");
            let said = "    ChangePrice s_1001\n    done: p_solo_m_eur Immediate prorate: true\n";
            assert!(history.ends_with(said), "{history}");
        }
        assert_eq!(
            acme.database().number("SELECT CAST(SUM(amount) AS BIGINT) FROM adjustments"),
            -450
        );
        let said = acme.declined(&["undo", "1"]);
        assert_eq!(
            said,
            "entry 1 cannot be undone: it was written before the journal recorded changes\n"
        );
        acme.act("customer/cancel", &json!({ "customerId": "u_1001", "scheduledAt": "immediate" }));
        acme.told(&["erase", "u_1001"]);
    }
}
