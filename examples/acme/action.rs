//! What all actions have in common: one transaction, the customer's row locked, a request that comes twice known, and an entry
//! in the journal whatever comes of it.

use churnkey::actions::{ActionEvent, RequestKey};
use churnkey::chrono::{DateTime, Utc};
use churnkey::models::SubscriptionKey;
use churnkey::prelude::*;
use sqlx::{AnyConnection, Connection as _};

use crate::connections::on_one;
use crate::db::{self, Acme};
use crate::journal::facts::{self, Facts};
use crate::journal::repeats::{self, Wish};
use crate::journal::{self, NewEntry, Outcome};
use crate::subscriptions;
use crate::timeline::Timeline;

/// An action that is being done.
pub(crate) struct Action<'a> {
    pub(crate) connection: &'a mut AnyConnection,
    pub(crate) now: DateTime<Utc>,
    /// As it was asked for: of all subscriptions, when it was for all.
    event: &'a ActionEvent,
    /// The first entry that it has written.
    first_entry: Option<i64>,
}

/// An action that is being done to one subscription.
pub(crate) struct OnOne {
    pub(crate) timeline: Timeline,
    subscription: SubscriptionId,
    request_key: RequestKey,
    before: Facts,
}

impl Acme {
    /// Does what was asked for, or nothing of it. What acme's own rules refuse is in the journal too; what fails is not,
    /// since then there may be no database to write to.
    pub(crate) async fn act(
        &self,
        event: ActionEvent,
        work: impl AsyncFnOnce(&mut Action<'_>) -> Result<()>,
    ) -> Result<()> {
        on_one(&self.actions, async |connection| {
            let mut transaction = connection.begin().await?;
            let known = lock(&mut transaction, event.customer_id.as_str()).await?;
            let now = db::now();
            // In a savepoint, so that a refusal undoes the work alone.
            let mut savepoint = transaction.begin().await?;
            let mut action =
                Action { connection: &mut savepoint, now, event: &event, first_entry: None };
            let done = if known {
                work(&mut action).await
            } else {
                Err(Error::not_found(format!("customer {} does not exist", event.customer_id)))
            };
            match &done {
                Ok(()) => savepoint.commit().await?,
                Err(refusal) if refusal.code() < 500 => {
                    savepoint.rollback().await?;
                    refuse(&mut transaction, &event, now, refusal).await?;
                }
                Err(_) => return done,
            }
            transaction.commit().await?;
            done
        })
        .await
    }
}

/// Keeps others away from the customer's subscriptions until the transaction ends, if there is such a customer. The first
/// statement changes nothing but takes the row: of two actions the second waits, in SQLite as in PostgreSQL. A plain
/// read first would let both see the same state; and with one row for all of a customer's subscriptions, two actions on all
/// of them never wait for each other in a circle.
pub(crate) async fn lock(connection: &mut AnyConnection, customer: &str) -> Result<bool> {
    let locked = sqlx::query("UPDATE customers SET currency = currency WHERE id = $1")
        .bind(customer)
        .execute(connection)
        .await?;
    Ok(locked.rows_affected() > 0)
}

async fn refuse(
    connection: &mut AnyConnection,
    event: &ActionEvent,
    now: DateTime<Utc>,
    refusal: &Error,
) -> Result<()> {
    let said = format!("{} {}", refusal.code(), refusal.message());
    let entry = NewEntry {
        subscription: event.subscription_id.as_ref().map(SubscriptionId::as_str),
        request_key: event.request_key.as_str(),
        ..of(event, now, Outcome::Refused, &said)
    };
    entry.write(connection).await?;
    Ok(())
}

/// An entry that changes nothing.
fn of<'a>(
    event: &'a ActionEvent,
    at: DateTime<Utc>,
    outcome: Outcome,
    said: &'a str,
) -> NewEntry<'a> {
    NewEntry {
        at,
        customer: event.customer_id.as_str(),
        subscription: None,
        action: event.action.name(),
        by: event.token.as_deref(),
        request_key: "",
        outcome,
        said,
        event: Some(event),
        changes: &[],
        undoes: None,
    }
}

impl Action<'_> {
    /// Begins with one subscription. `None` if it was done already, at the same request: then there is nothing left to do.
    pub(crate) async fn on(
        &mut self,
        key: &SubscriptionKey,
        request_key: RequestKey,
        wish: Wish,
    ) -> Result<Option<OnOne>> {
        let timeline = subscriptions::timeline(self.connection, key, self.now).await?;
        let subscription = key.subscription_id.clone();
        let before = facts::read(self.connection, subscription.as_str()).await?;
        let (action, now) = (self.event.action.name(), self.now);
        let done =
            journal::done(self.connection, subscription.as_str(), action, &before, now).await?;
        let one = OnOne { timeline, subscription, request_key, before };
        match repeats::repeated(one.request_key.as_str(), wish, &done, now) {
            None => Ok(Some(one)),
            Some(repeated) => {
                let said = format!("already done by entry {}", repeated.entry);
                self.note(&one, Outcome::Repeat, &said, &[]).await?;
                Ok(None)
            }
        }
    }

    /// Writes down what has become of it.
    pub(crate) async fn done(&mut self, one: OnOne) -> Result<()> {
        let after = facts::read(self.connection, one.subscription.as_str()).await?;
        let changes = facts::changes(&one.before, &after);
        if changes.is_empty() {
            return self.note(&one, Outcome::Unchanged, "nothing to change", &[]).await;
        }
        self.note(&one, Outcome::Done, &facts::told(&changes), &changes).await
    }

    async fn note(
        &mut self,
        one: &OnOne,
        outcome: Outcome,
        said: &str,
        changes: &[facts::Change],
    ) -> Result<()> {
        let entry = NewEntry {
            subscription: Some(one.subscription.as_str()),
            request_key: one.request_key.as_str(),
            changes,
            ..of(self.event, self.now, outcome, said)
        };
        let id = entry.write(self.connection).await?;
        self.first_entry.get_or_insert(id);
        Ok(())
    }

    /// Before which entry the journal is that of earlier actions.
    pub(crate) fn first_entry(&self) -> i64 {
        self.first_entry.unwrap_or(i64::MAX)
    }
}
