//! What acme writes down of its actions, and what it tells of it.

use std::path::Path;

use churnkey::actions::ActionEvent;
use serde_json::{Value, json};
use sqlx::Row as _;

use crate::acme::{Acme, command};
use crate::database::Store;
use crate::support::{Request, Server, TOKEN};

fn pause(months: u32) -> Value {
    json!({ "startAt": "immediate", "duration": { "amount": months, "unit": "month" } })
}

/// Its token is called `churnkey-2026`.
pub(crate) fn with_a_named_token(store: Store) -> Acme {
    let folder = Store::folder_in(Path::new(env!("CARGO_TARGET_TMPDIR")));
    let file = folder.join("tokens");
    std::fs::write(&file, format!("churnkey-2026 = {TOKEN}\n")).unwrap();
    let mut command = command(&store);
    command.env_remove("CK_INTEGRATION_TOKEN").env("CK_INTEGRATION_TOKEN_FILE", &file);
    let server = Server::start(&mut command);
    std::fs::remove_dir_all(folder).unwrap();
    Acme::of(server, store)
}

/// An action with a request id and in a mode.
pub(crate) fn act(acme: &Acme, action: &str, body: &Value, headers: [(&str, &str); 2]) -> u16 {
    let (path, body) = (format!("/churnkey/actions/{action}"), body.to_string());
    let mut request = Request::new(&path, &body);
    request.headers.extend(headers);
    acme.server.send(&request).unwrap().status
}

/// What is told of each entry, without its date.
fn entries(history: &str) -> Vec<String> {
    let entries = history.split("\n\n").skip(1).filter(|entry| entry.starts_with(char::is_numeric));
    let undated = entries.map(|entry| {
        let [number, date, rest] = entry.splitn(3, "  ").collect::<Vec<_>>()[..] else {
            panic!("{entry}")
        };
        chrono::NaiveDateTime::parse_from_str(date, "%F %T").unwrap();
        format!("{number} {}", rest.trim_end())
    });
    undated.collect()
}

#[test]
fn the_history_of_a_customer_tells_when_what_by_which_token_and_what_came_of_it() {
    for store in Store::each() {
        let acme = with_a_named_token(store);
        let live = |id| [("x-request-id", id), ("x-churnkey-mode", "live")];
        let paused = json!({ "customerId": "u_1001", "subscriptionId": "s_1001" });
        let asked = |months| {
            let mut asked = pause(months);
            asked.as_object_mut().unwrap().extend(paused.as_object().unwrap().clone());
            asked
        };
        assert_eq!(act(&acme, "subscription/pause", &asked(2), live("req_1")), 200);
        assert_eq!(act(&acme, "subscription/pause", &asked(2), live("req_2")), 200);
        assert_eq!(act(&acme, "subscription/pause", &asked(3), live("req_3")), 400);
        let test = [("x-request-id", "req_4"), ("x-churnkey-mode", "test")];
        let all = json!({ "customerId": "u_1001", "scheduledAt": "immediate", "unpause": true });
        assert_eq!(act(&acme, "customer/cancel", &all, test), 200);
        assert_eq!(act(&acme, "subscription/pause", &asked(2), test), 400);

        let history = acme.told(&["history", "u_1001"]);
        let entries = entries(&history);
        let [done, repeat, refused, one, other, canceled] = entries.as_slice() else {
            panic!("{history}");
        };
        assert!(done.starts_with("1 live  token churnkey-2026, request req_1\n    Pause s_1001, "));
        assert!(
            done.contains("startAt: immediate") && done.contains("duration: 2 month"),
            "{done}"
        );
        assert!(done.contains("\n    done: paused from "), "{done}");
        assert!(repeat.contains("request req_2\n"), "{repeat}");
        assert!(repeat.ends_with("\n    repeat: already done by entry 1"), "{repeat}");
        assert!(
            refused.ends_with("\n    refused: 400 subscription s_1001 is paused already"),
            "{refused}"
        );
        for (entry, id) in [(one, "s_1001"), (other, "s_1002")] {
            assert!(entry.contains(" test  token churnkey-2026, request req_4\n"), "{entry}");
            assert!(entry.contains(&format!("\n    Cancel {id}, asked for all")), "{entry}");
            assert!(entry.contains("\n    done: ends "), "{entry}");
        }
        assert!(canceled.ends_with("refused: 400 subscription s_1001 is canceled"), "{canceled}");

        assert_eq!(acme.told(&["history", "u_1002"]), "nothing has happened to u_1002\n");
        let said = acme.declined(&["history", "nobody"]);
        assert_eq!(said, "customer nobody does not exist\n");
    }
}

#[test]
fn the_journal_keeps_the_event_and_the_outbox_passes_on_what_was_done() {
    for acme in Acme::on_each() {
        let subscription = acme.find("active", "month");
        let asked = subscription.with(&pause(2));
        acme.act("subscription/pause", &asked);
        acme.act("subscription/pause", &asked);
        acme.refused("subscription/pause", &subscription.with(&pause(3)));

        let rows =
            acme.database().rows("SELECT request_key, outcome, event FROM journal ORDER BY id");
        let outcomes: Vec<String> = rows.iter().map(|row| row.get("outcome")).collect();
        assert_eq!(outcomes, ["done", "repeat", "refused"]);
        for (row, months) in rows.iter().zip([2, 2, 3]) {
            let event: ActionEvent = serde_json::from_str(row.get("event")).unwrap();
            assert_eq!(event.options["duration"]["amount"], months);
            assert_eq!(event.subscription_id.unwrap().as_str(), subscription.id);
            assert_eq!(event.request_key.as_str(), row.get::<String, _>("request_key"));
        }

        let passed_on = acme.told(&["outbox"]);
        let message: Value = serde_json::from_str(&passed_on).unwrap();
        assert_eq!((&message["entry"], &message["action"]), (&json!(1), &json!("Pause")));
        assert_eq!(message["event"]["subscriptionId"], subscription.id.as_str());
        assert_eq!(message["changes"][0]["fact"], "pause");
        assert_eq!(acme.told(&["outbox"]), "", "it was passed on");
        assert_eq!(acme.told(&["outbox", "--test"]), "");
    }
}

/// One row without the other would be an action that nobody hears of, or one that was never done.
#[test]
fn an_action_that_fails_leaves_neither_entry_nor_message() {
    for acme in Acme::on_each() {
        let subscription = acme.find("active", "month");
        acme.database().execute("ALTER TABLE outbox RENAME TO away");
        let asked = subscription.with(&pause(2));
        assert_eq!(acme.post("subscription/pause", &asked).status, 500);
        assert_eq!(acme.reload(&subscription)["status"]["name"], "active");
        assert_eq!(acme.database().number("SELECT COUNT(*) FROM journal"), 0);
        acme.database().execute("ALTER TABLE away RENAME TO outbox");
        acme.act("subscription/pause", &asked);
    }
}

#[test]
fn all_subscriptions_are_refused_as_one() {
    for acme in Acme::on_each() {
        let asked = json!({
            "customerId": "u_1001", "startAt": "immediate", "duration": { "type": "date", "date": "2001-01-01" },
        });
        acme.refused("customer/pause", &asked);
        let history = acme.told(&["history", "u_1001"]);
        assert!(history.contains("Pause all subscriptions, asked for all"), "{history}");
        assert!(history.contains("duration: 2001-01-01T00:00:00.000Z"), "{history}");
        assert!(
            history.ends_with("refused: 400 `duration` is over before it begins\n"),
            "{history}"
        );
        assert_eq!(acme.database().number("SELECT COUNT(*) FROM journal"), 1);
    }
}

#[test]
fn what_is_no_command_is_answered_with_those_that_there_are() {
    let store = Store::sqlite();
    for words in [&["histroy", "u_1001"][..], &["history"], &["undo"], &["serve"]] {
        let output = command(&store).args(words).output().unwrap();
        assert_eq!(output.status.code(), Some(2), "{words:?}");
        let said = String::from_utf8(output.stderr).unwrap();
        assert!(said.contains("acme history CUSTOMER"), "{said}");
    }
    let output = command(&store).arg("--help").output().unwrap();
    assert!(output.status.success() && output.stdout.starts_with(b"acme "));
    let output = command(&store).args(["undo", "x"]).output().unwrap();
    assert_eq!(output.status.code(), Some(1));
    assert_eq!(String::from_utf8(output.stderr).unwrap(), "`x` is not the number of an entry\n");
}
