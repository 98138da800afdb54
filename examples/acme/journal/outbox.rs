//! The outbox: messages for other systems. A message is written in the transaction of the action, and deleted after it
//! has been passed on, so it may arrive twice, but is never lost.

use std::io::Write as _;

use churnkey::prelude::*;
use churnkey::serde_json::{self, json};
use sqlx::{AnyConnection, Connection as _, Row as _};

use super::NewEntry;
use crate::connections::on_one;
use crate::db::Acme;

pub(crate) async fn put(
    connection: &mut AnyConnection,
    entry: i64,
    of: &NewEntry<'_>,
) -> Result<()> {
    let message = json!({
        "entry": entry,
        "at": of.at.to_rfc3339(),
        "action": of.action,
        "customerId": of.customer,
        "subscriptionId": of.subscription,
        "changes": of.changes,
        "undoes": of.undoes,
        "event": of.event,
    });
    sqlx::query("INSERT INTO outbox (entry, message) VALUES ($1, $2)")
        .bind(entry)
        .bind(serde_json::to_string(&message)?)
        .execute(connection)
        .await?;
    Ok(())
}

/// Passes on the messages in order, a line each. A real merchant would send them to a queue here. No transaction is
/// open meanwhile, so that a slow reader keeps no action waiting.
pub(crate) async fn pass_on(acme: &Acme) -> Result<()> {
    on_one(&acme.actions, async |connection| {
        let rows = sqlx::query("SELECT entry, message FROM outbox ORDER BY entry")
            .fetch_all(&mut *connection)
            .await?;
        let mut stdout = std::io::stdout().lock();
        for row in &rows {
            writeln!(stdout, "{}", row.try_get::<String, _>("message")?)?;
        }
        stdout.flush()?;
        let mut transaction = connection.begin().await?;
        for row in &rows {
            sqlx::query("DELETE FROM outbox WHERE entry = $1")
                .bind(row.try_get::<i64, _>("entry")?)
                .execute(&mut *transaction)
                .await?;
        }
        Ok(transaction.commit().await?)
    })
    .await
}
