//! What was asked for, by whom, and the outcome. Entries are written in the transaction of the action, and never
//! changed.
//!
//! - `facts.rs`: what an action has changed; `repeats.rs`: when a request repeats another
//! - `history.rs`, `undo.rs`, `erase.rs`, `prune.rs`, `outbox.rs`: the commands that read it

pub(crate) mod erase;
pub(crate) mod facts;
pub(crate) mod history;
pub(crate) mod outbox;
pub(crate) mod prune;
pub(crate) mod repeats;
pub(crate) mod undo;

use std::fmt;

use churnkey::actions::ActionEvent;
use churnkey::chrono::{DateTime, Utc};
use churnkey::prelude::*;
use churnkey::serde_json;
use sqlx::any::AnyRow;
use sqlx::{AnyConnection, Row as _};

use self::facts::{Change, Facts};
use self::repeats::Done;
use crate::db;

/// The outcome of an action.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Outcome {
    Done,
    /// An equal request had already done it.
    Repeat,
    /// The subscription was already in that state, for another reason.
    Unchanged,
    /// Acme's own rules refused it.
    Refused,
}

impl fmt::Display for Outcome {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Done => "done",
            Self::Repeat => "repeat",
            Self::Unchanged => "unchanged",
            Self::Refused => "refused",
        })
    }
}

/// What is written about an action.
pub(crate) struct NewEntry<'a> {
    pub(crate) at: DateTime<Utc>,
    pub(crate) customer: &'a str,
    /// `None` for a refused action on all subscriptions.
    pub(crate) subscription: Option<&'a str>,
    /// A module's name, or acme's own word.
    pub(crate) action: &'a str,
    /// The token's name, or the person who gave a command.
    pub(crate) by: Option<&'a str>,
    pub(crate) request_key: &'a str,
    pub(crate) outcome: Outcome,
    /// The outcome in words.
    pub(crate) said: &'a str,
    pub(crate) event: Option<&'a ActionEvent>,
    pub(crate) changes: &'a [Change],
    pub(crate) undoes: Option<i64>,
}

impl NewEntry<'_> {
    /// Writes it, and returns its number.
    pub(crate) async fn write(&self, connection: &mut AnyConnection) -> Result<i64> {
        let event = self.event.map(serde_json::to_string).transpose()?;
        let row = sqlx::query(
            "INSERT INTO journal (at, customer_id, subscription_id, action, done_by, request_key, outcome, said, event,
                                  changes, undoes)
             VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11) RETURNING id",
        )
        .bind(self.at.timestamp_millis())
        .bind(self.customer)
        .bind(self.subscription)
        .bind(self.action)
        .bind(self.by)
        .bind(self.request_key)
        .bind(self.outcome.to_string())
        .bind(self.said)
        .bind(event)
        .bind(serde_json::to_string(self.changes)?)
        .bind(self.undoes)
        .fetch_one(&mut *connection)
        .await?;
        let id = row.try_get("id")?;
        if self.outcome == Outcome::Done {
            outbox::put(connection, id, self).await?;
        }
        Ok(id)
    }
}

/// What an action did to a subscription and was not undone, the newest first.
pub(crate) async fn done(
    connection: &mut AnyConnection,
    subscription: &str,
    action: &str,
    facts: &Facts,
    now: DateTime<Utc>,
) -> Result<Vec<Done>> {
    let rows = sqlx::query(
        "SELECT id, request_key, at, changes FROM journal
         WHERE subscription_id = $1 AND action = $2 AND outcome = 'done'
           AND NOT EXISTS (SELECT 1 FROM journal undo WHERE undo.undoes = journal.id)
         ORDER BY id DESC",
    )
    .bind(subscription)
    .bind(action)
    .fetch_all(connection)
    .await?;
    let done = rows.iter().map(|row| {
        let changes = changes(row)?;
        Ok(Done {
            entry: row.try_get("id")?,
            request_key: row.try_get("request_key")?,
            at: db::date(row.try_get("at")?)?,
            stands: changes.iter().all(|it| it.is_kept(facts) && it.over(now).is_none()),
        })
    });
    done.collect()
}

/// What an entry has changed.
pub(crate) fn changes(row: &AnyRow) -> Result<Vec<Change>> {
    Ok(serde_json::from_str(&row.try_get::<String, _>("changes")?)?)
}
