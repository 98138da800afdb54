//! Erases a customer, and keeps the books. Entries of the journal and prorated amounts are kept under a name that leads
//! to nobody, so that the figures of past months do not change.

use churnkey::prelude::*;
use sqlx::{AnyConnection, Connection as _, Row as _};

use super::{NewEntry, Outcome};
use crate::action::lock;
use crate::connections::on_one;
use crate::db::{self, Acme};

/// Erases a customer, including running subscriptions, and says what that was.
pub(crate) async fn erase(acme: &Acme, customer: &str, by: Option<&str>) -> Result<String> {
    on_one(&acme.actions, async |connection| {
        let mut transaction = connection.begin().await?;
        if !lock(&mut transaction, customer).await? {
            return Err(Error::not_found(format!("customer {customer} does not exist")));
        }
        let now = db::now();
        let rows = sqlx::query(
            "SELECT id, CASE WHEN canceled_at <= $2 THEN 0 ELSE 1 END AS running
             FROM subscriptions WHERE customer_id = $1 ORDER BY id",
        )
        .bind(customer)
        .bind(now.timestamp_millis())
        .fetch_all(&mut *transaction)
        .await?;
        let (mut subscriptions, mut running) = (Vec::new(), 0);
        for row in rows {
            subscriptions.push(row.try_get::<String, _>("id")?);
            running += row.try_get::<i64, _>("running")?;
        }
        let said =
            format!("{} subscriptions, of which {running} were running", subscriptions.len());
        // Its message is the last one that names the customer, for other systems that have to erase the data too.
        let entry = NewEntry {
            at: now,
            customer,
            subscription: None,
            action: "Erase",
            by,
            request_key: "",
            outcome: Outcome::Done,
            said: &said,
            event: None,
            changes: &[],
            undoes: None,
        };
        let entry = entry.write(&mut transaction).await?;
        let entries = forget(&mut transaction, customer, &subscriptions, entry).await?;
        delete(&mut transaction, customer, &subscriptions).await?;
        transaction.commit().await?;
        Ok(format!(
            "{customer} is erased: {said}; {entries} journal entries no longer name anyone\n"
        ))
    })
    .await
}

/// Removes the customer from the journal, the outbox and the books. Each subscription gets one name everywhere.
async fn forget(
    connection: &mut AnyConnection,
    customer: &str,
    subscriptions: &[String],
    erasure: i64,
) -> Result<u64> {
    sqlx::query(
        "DELETE FROM outbox WHERE entry <> $2
           AND entry IN (SELECT id FROM journal WHERE customer_id = $1)",
    )
    .bind(customer)
    .bind(erasure)
    .execute(&mut *connection)
    .await?;
    let nobody = format!("erased-{:016x}", getrandom::u64()?);
    // A refusal quotes ids, and so do events and changes; a key can be guessed from them.
    let entries = sqlx::query(
        "UPDATE journal SET customer_id = $2, request_key = '', event = NULL, changes = '[]',
                said = CASE outcome WHEN 'refused' THEN SUBSTR(said, 1, 3) ELSE said END
         WHERE customer_id = $1",
    )
    .bind(customer)
    .bind(&nobody)
    .execute(&mut *connection)
    .await?;
    for (number, subscription) in subscriptions.iter().enumerate() {
        let name = format!("{nobody}-{number}");
        sqlx::query(
            "UPDATE journal SET subscription_id = $1 WHERE subscription_id = $2 AND customer_id = $3",
        )
        .bind(&name)
        .bind(subscription)
        .bind(&nobody)
        .execute(&mut *connection)
        .await?;
        sqlx::query("UPDATE adjustments SET subscription_id = $1 WHERE subscription_id = $2")
            .bind(&name)
            .bind(subscription)
            .execute(&mut *connection)
            .await?;
    }
    // A refused request may have named a subscription of another customer, or one that does not exist.
    sqlx::query(
        "UPDATE journal SET subscription_id = NULL
         WHERE customer_id = $1 AND outcome = 'refused' AND subscription_id NOT LIKE 'erased-%'",
    )
    .bind(&nobody)
    .execute(connection)
    .await?;
    Ok(entries.rows_affected() - 1) // without the entry of the erasure
}

/// In the order in which one table refers to another.
async fn delete(
    connection: &mut AnyConnection,
    customer: &str,
    subscriptions: &[String],
) -> Result<()> {
    for subscription in subscriptions {
        for table in [
            "DELETE FROM discounts WHERE owner_id = $1",
            "DELETE FROM item_prices WHERE item_id IN (SELECT id FROM items WHERE subscription_id = $1)",
            "DELETE FROM items WHERE subscription_id = $1",
            "DELETE FROM phases WHERE subscription_id = $1",
            "DELETE FROM subscriptions WHERE id = $1",
        ] {
            sqlx::query(table).bind(subscription).execute(&mut *connection).await?;
        }
    }
    for table in
        ["DELETE FROM discounts WHERE owner_id = $1", "DELETE FROM customers WHERE id = $1"]
    {
        sqlx::query(table).bind(customer).execute(&mut *connection).await?;
    }
    Ok(())
}
