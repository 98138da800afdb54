//! How long the journal is kept.

use churnkey::chrono::TimeDelta;
use churnkey::prelude::*;
use sqlx::Connection as _;

use crate::connections::on_one;
use crate::db::{self, Acme};

/// A year, for the limit of one pause a year, and a month for the last statement.
pub(crate) const KEPT: TimeDelta = TimeDelta::days(400);

/// Deletes older entries, and says how many. For each action on a subscription the newest entry is kept, without its
/// event, since its effect may still stand, so that an equal request is a repeat. Messages that were not passed on are
/// kept too.
pub(crate) async fn prune(acme: &Acme) -> Result<String> {
    on_one(&acme.actions, async |connection| {
        let before = (db::now() - KEPT).timestamp_millis();
        let mut transaction = connection.begin().await?;
        let deleted = sqlx::query(
            "DELETE FROM journal WHERE at < $1 AND id NOT IN (SELECT entry FROM outbox) AND id NOT IN (
                 SELECT MAX(id) FROM journal kept
                 WHERE outcome = 'done' AND undoes IS NULL AND subscription_id NOT LIKE 'erased-%'
                   AND NOT EXISTS (SELECT 1 FROM journal undo WHERE undo.undoes = kept.id)
                 GROUP BY subscription_id, action)",
        )
        .bind(before)
        .execute(&mut *transaction)
        .await?;
        sqlx::query("UPDATE journal SET event = NULL WHERE at < $1 AND event IS NOT NULL")
            .bind(before)
            .execute(&mut *transaction)
            .await?;
        transaction.commit().await?;
        Ok(format!("deleted {} entries older than {} days\n", deleted.rows_affected(), KEPT.num_days()))
    })
    .await
}
