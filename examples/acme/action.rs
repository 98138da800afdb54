//! What all actions share: one transaction, a lock on the customer's row, recognition of repeats, and an entry in the
//! journal, whatever the outcome.

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

/// An action that is in progress.
pub(crate) struct Action<'a> {
    pub(crate) connection: &'a mut AnyConnection,
    pub(crate) now: DateTime<Utc>,
    /// The event of the request; for an action on all subscriptions, the event of that.
    event: &'a ActionEvent,
    /// The first entry that it has written.
    first_entry: Option<i64>,
}

/// An action on one subscription that is in progress.
pub(crate) struct OnOne {
    pub(crate) timeline: Timeline,
    subscription: SubscriptionId,
    request_key: RequestKey,
    before: Facts,
}

impl Acme {
    /// Carries out an action completely or not at all. A refusal by acme's own rules is in the journal too. A failure
    /// is not, since then there may be no database to write to.
    pub(crate) async fn act(
        &self,
        event: ActionEvent,
        work: impl AsyncFnOnce(&mut Action<'_>) -> Result<()>,
    ) -> Result<()> {
        on_one(&self.actions, async |connection| {
            let mut transaction = connection.begin().await?;
            let known = lock(&mut transaction, event.customer_id.as_str()).await?;
            let now = db::now();
            // In a savepoint, so that a refusal undoes only the work.
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

/// Locks the customer's subscriptions until the end of the transaction, if there is such a customer. The first
/// statement changes nothing, but locks the customer's row, so that of two actions the second waits, in SQLite as in
/// PostgreSQL. A plain read would let both see the same state. And since one row stands for all of a customer's
/// subscriptions, two actions on all of them cannot deadlock.
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
    /// Starts on one subscription. `None` if an equal request has already done it, so that nothing is left to do.
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

    /// Records the outcome.
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

    /// The entry before which the journal belongs to earlier actions.
    pub(crate) fn first_entry(&self) -> i64 {
        self.first_entry.unwrap_or(i64::MAX)
    }
}
