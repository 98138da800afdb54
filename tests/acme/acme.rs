//! Acme on a database of the test's own.

use std::process::Command;

use serde_json::Value;
use sqlx::Row as _;

use crate::database::{Database, Store};
use crate::support::{Answer, Request, Server, example};

pub(crate) struct Acme {
    pub(crate) server: Server,
    pub(crate) store: Store,
}

/// Acme on these data. Without `TEST_DATABASE_URL` it keeps those of test mode beside them.
pub(crate) fn command(store: &Store) -> Command {
    let mut command = example("acme");
    command.env("DATABASE_URL", &store.url).env_remove("TEST_DATABASE_URL");
    command
}

impl Acme {
    /// One after the other, on a new database of each kind, filled as at the first run.
    pub(crate) fn on_each() -> impl Iterator<Item = Self> {
        Store::each().map(Self::on)
    }

    pub(crate) fn on(store: Store) -> Self {
        Self::of(Server::start(&mut command(&store)), store)
    }

    /// One that was started in another way.
    pub(crate) fn of(server: Server, store: Store) -> Self {
        Self { server, store }
    }

    /// Kills it, and starts it again on the same data.
    pub(crate) fn killed_and_started(&mut self) {
        self.kill();
        self.server = Server::start(&mut self.command());
    }

    pub(crate) fn kill(&mut self) {
        self.server.child.kill().unwrap();
        self.server.child.wait().unwrap();
    }

    /// One more on the same data.
    pub(crate) fn command(&self) -> Command {
        command(&self.store)
    }

    /// What a command says, and whether it has done what it was told.
    pub(crate) fn run(&self, words: &[&str]) -> (String, bool) {
        let output = self.command().args(words).env("USER", "mina").output().unwrap();
        let said = [output.stdout, output.stderr].concat();
        (String::from_utf8(said).unwrap(), output.status.success())
    }

    /// A command that does it.
    #[track_caller]
    pub(crate) fn told(&self, words: &[&str]) -> String {
        let (said, done) = self.run(words);
        assert!(done, "{said}");
        said
    }

    /// A command that does not.
    #[track_caller]
    pub(crate) fn declined(&self, words: &[&str]) -> String {
        let (said, done) = self.run(words);
        assert!(!done, "{said}");
        said
    }

    /// As if all that was written down had happened so much earlier.
    pub(crate) fn let_pass(&self, millis: i64) {
        for earlier in [
            "UPDATE journal SET at = at - $",
            "UPDATE subscriptions SET started_at = started_at - $, trial_end = trial_end - $,
                canceled_at = canceled_at - $, pause_start = pause_start - $, pause_end = pause_end - $",
            "UPDATE phases SET starts_at = starts_at - $",
            "UPDATE item_prices SET starts_at = starts_at - $",
            "UPDATE discounts SET starts_at = starts_at - $, ends_at = ends_at - $",
            "UPDATE adjustments SET at = at - $",
        ] {
            self.database().execute(&earlier.replace('$', &millis.to_string()));
        }
        let mut database = self.database();
        for row in database.rows("SELECT id, changes FROM journal") {
            let mut changes: Value = serde_json::from_str(row.get("changes")).unwrap();
            shift(&mut changes, millis);
            let (changes, id) = (changes.to_string(), row.get::<i64, _>("id"));
            assert!(!changes.contains('\''));
            database.execute(&format!("UPDATE journal SET changes = '{changes}' WHERE id = {id}"));
        }
    }

    /// What is on its disk.
    pub(crate) fn database(&self) -> Database {
        self.store.database()
    }

    pub(crate) fn get(&self, path: &str) -> Answer {
        self.server.send(&Request::new(path, "")).unwrap()
    }

    #[track_caller]
    pub(crate) fn read(&self, path: &str) -> Value {
        let answer = self.get(path);
        assert_eq!(answer.status, 200, "{path}: {}", answer.body);
        serde_json::from_str(&answer.body).unwrap()
    }

    pub(crate) fn post(&self, action: &str, body: &Value) -> Answer {
        let path = format!("/churnkey/actions/{action}");
        self.server.send(&Request::new(&path, &body.to_string())).unwrap()
    }

    /// An action that succeeds.
    #[track_caller]
    pub(crate) fn act(&self, action: &str, body: &Value) {
        let answer = self.post(action, body);
        assert_eq!((answer.status, answer.body.as_str()), (200, ""), "{action}");
    }

    /// An action that is refused with 400.
    #[track_caller]
    pub(crate) fn refused(&self, action: &str, body: &Value) -> String {
        let answer = self.post(action, body);
        assert_eq!(answer.status, 400, "{action}: {}", answer.body);
        let error: Value = serde_json::from_str(&answer.body).unwrap();
        error["message"].as_str().unwrap().to_owned()
    }

    /// All subscriptions, customer by customer.
    pub(crate) fn subscriptions(&self) -> Vec<Value> {
        let mut all = Vec::new();
        let customers = self.read("/churnkey/customers?limit=100");
        for customer in customers["data"].as_array().unwrap() {
            let id = customer["id"].as_str().unwrap();
            let page = self.read(&format!("/churnkey/customers/{id}/subscriptions?limit=100"));
            all.extend(page["data"].as_array().unwrap().iter().cloned());
        }
        all
    }

    /// A subscription in this state that is billed by this unit.
    pub(crate) fn find(&self, status: &str, unit: &str) -> Subscription {
        let mut all = self.subscriptions().into_iter();
        let found = all.find(|it| it["status"]["name"] == status && it["duration"]["unit"] == unit);
        let found = found.unwrap_or_else(|| panic!("no {status} subscription by {unit}"));
        let text = |key: &str| found[key].as_str().unwrap().to_owned();
        Subscription { id: text("id"), customer: text("customerId") }
    }

    #[track_caller]
    pub(crate) fn reload(&self, subscription: &Subscription) -> Value {
        let Subscription { id, customer } = subscription;
        self.read(&format!("/churnkey/customers/{customer}/subscriptions/{id}"))
    }
}

/// Moves the moments of a change, which are large, and leaves its amounts.
fn shift(value: &mut Value, millis: i64) {
    match value {
        Value::Array(values) => values.iter_mut().for_each(|value| shift(value, millis)),
        Value::Object(map) => map.values_mut().for_each(|value| shift(value, millis)),
        Value::Number(number) => {
            let number = number.as_i64().unwrap();
            if number > 1_000_000_000_000 {
                *value = (number - millis).into();
            }
        }
        _ => {}
    }
}

#[derive(Debug, Clone)]
pub(crate) struct Subscription {
    pub(crate) id: String,
    pub(crate) customer: String,
}

impl Subscription {
    /// An action's body, with more keys.
    pub(crate) fn with(&self, more: &Value) -> Value {
        let mut body =
            serde_json::json!({ "customerId": self.customer, "subscriptionId": self.id });
        for (key, value) in more.as_object().unwrap() {
            body[key] = value.clone();
        }
        body
    }
}
