//! What happened to a customer, for people: when, what, by which token, and with which outcome.

use std::fmt::Write as _;

use churnkey::actions::ActionEvent;
use churnkey::prelude::*;
use churnkey::serde_json::{self, Value};
use sqlx::Row as _;
use sqlx::any::AnyRow;

use crate::db::{self, Acme};

/// An entry in words, with its time to sort by.
type Told = (i64, String);

/// The history in live and in test mode, in chronological order.
pub(crate) async fn history(live: &Acme, test: &Acme, customer: &str) -> Result<String> {
    let mut told = of(live, "live", customer).await?;
    let of_test = of(test, "test", customer).await?;
    let any_of_test = !of_test.is_empty();
    told.extend(of_test);
    if told.is_empty() {
        let known = live.knows(customer).await? || test.knows(customer).await?;
        if known {
            return Ok(format!("nothing has happened to {customer}\n"));
        }
        return Err(Error::not_found(format!("customer {customer} does not exist")));
    }
    told.sort_by_key(|(at, _)| *at);
    let mut history = format!("what happened to {customer} (times in UTC)\n");
    for (_, entry) in told {
        history.push('\n');
        history.push_str(&entry);
    }
    if any_of_test {
        history.push_str("\nan entry of test mode is undone with --test\n");
    }
    Ok(history)
}

async fn of(acme: &Acme, mode: &str, customer: &str) -> Result<Vec<Told>> {
    acme.read(async |connection| {
        let rows = sqlx::query(
            "SELECT id, at, subscription_id, action, done_by, outcome, said, event, undoes,
                    (SELECT MAX(undo.id) FROM journal undo WHERE undo.undoes = journal.id) AS undone_by
             FROM journal WHERE customer_id = $1 ORDER BY id",
        )
        .bind(customer)
        .fetch_all(connection)
        .await?;
        rows.iter().map(|row| Ok((row.try_get("at")?, tell(row, mode)?))).collect()
    })
    .await
}

fn tell(row: &AnyRow, mode: &str) -> Result<String> {
    let id: i64 = row.try_get("id")?;
    let at = db::date(row.try_get("at")?)?.format("%F %T");
    let text = |column| row.try_get::<Option<String>, _>(column);
    let event = text("event")?;
    let event: Option<ActionEvent> = event.as_deref().map(serde_json::from_str).transpose()?;
    let mut told = format!("{id}  {at}  {mode}  {}", by(event.as_ref(), text("done_by")?));
    let action: String = row.try_get("action")?;
    let subscription = text("subscription_id")?.unwrap_or_else(|| "all subscriptions".to_owned());
    let _ = write!(told, "\n    {action} {subscription}");
    if let Some(undone) = row.try_get::<Option<i64>, _>("undoes")? {
        let _ = write!(told, ", of entry {undone}");
    }
    if let Some(event) = &event {
        if event.subscription_id.is_none() {
            told.push_str(", asked for all subscriptions");
        }
        for (option, value) in &event.options {
            let _ = write!(told, ", {option}: {}", plain(value));
        }
    }
    let (outcome, said) = (text("outcome")?.unwrap_or_default(), text("said")?.unwrap_or_default());
    let _ = write!(told, "\n    {outcome}: {said}");
    if let Some(undo) = row.try_get::<Option<i64>, _>("undone_by")? {
        let _ = write!(told, " (undone by entry {undo})");
    }
    told.push('\n');
    Ok(told)
}

/// Who asked for it: a token, or a person on the command line.
fn by(event: Option<&ActionEvent>, done_by: Option<String>) -> String {
    let Some(event) = event else { return done_by.unwrap_or_else(|| "-".to_owned()) };
    let token = done_by.map_or("a token without a name".to_owned(), |name| format!("token {name}"));
    let request = event.request_id.as_deref().unwrap_or("-");
    format!("{token}, request {request}")
}

/// A duration reads as `2 month`; the rest is a word, a number or a date.
fn plain(value: &Value) -> String {
    match value {
        Value::String(text) => text.clone(),
        Value::Object(duration) => {
            let parts: Vec<_> = ["amount", "unit", "date"]
                .iter()
                .filter_map(|key| duration.get(*key))
                .map(plain)
                .collect();
            parts.join(" ")
        }
        other => other.to_string(),
    }
}

impl Acme {
    async fn knows(&self, customer: &str) -> Result<bool> {
        match Customers::retrieve(self, customer.into()).await {
            Ok(_) => Ok(true),
            Err(error) if error.code() == 404 => Ok(false),
            Err(error) => Err(error),
        }
    }
}
