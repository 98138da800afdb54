//! A database of an older acme, whose journal had no events, and whose books could not outlive a customer.

use churnkey::prelude::*;
use sqlx::{AnyConnection, Row as _};

use crate::connections::Place;

/// Renames the tables that have another schema now, if they are there.
pub(crate) async fn set_aside(connection: &mut AnyConnection, sqlite: bool) -> Result<bool> {
    let tables = if sqlite {
        "SELECT COUNT(*) AS tables FROM sqlite_master WHERE type = 'table' AND name = 'actions'"
    } else {
        "SELECT COUNT(*) AS tables FROM information_schema.tables
         WHERE table_schema = current_schema() AND table_name = 'actions'"
    };
    let row = sqlx::query(tables).fetch_one(&mut *connection).await?;
    if row.try_get::<i64, _>("tables")? == 0 {
        return Ok(false);
    }
    for table in [
        "ALTER TABLE actions RENAME TO older_actions",
        "ALTER TABLE adjustments RENAME TO older_adjustments",
    ] {
        sqlx::query(table).execute(&mut *connection).await?;
    }
    Ok(true)
}

/// Copies the old entries. They lack what it takes to recognise a repeat, or to undo an action.
pub(crate) async fn take_over(connection: &mut AnyConnection, place: &Place) -> Result<()> {
    sqlx::query("INSERT INTO adjustments SELECT subscription_id, at, currency, amount, reason FROM older_adjustments")
        .execute(&mut *connection)
        .await?;
    let entries = sqlx::query(
        "INSERT INTO journal (at, customer_id, subscription_id, action, request_key, outcome, said, changes)
         SELECT a.at, s.customer_id, a.subscription_id,
                CASE a.action WHEN 'cancel' THEN 'Cancel' WHEN 'pause' THEN 'Pause' WHEN 'apply_coupon' THEN 'ApplyCoupon'
                     WHEN 'change_price' THEN 'ChangePrice' WHEN 'extend_trial' THEN 'ExtendTrial' ELSE a.action END,
                '', 'done', a.request, '[]'
         FROM older_actions a JOIN subscriptions s ON s.id = a.subscription_id ORDER BY a.at",
    )
    .execute(&mut *connection)
    .await?;
    for table in ["DROP TABLE older_actions", "DROP TABLE older_adjustments"] {
        sqlx::query(table).execute(&mut *connection).await?;
    }
    tracing::info!(
        entries = entries.rows_affected(),
        "the database {place} is of an older acme: its journal was taken over"
    );
    Ok(())
}
