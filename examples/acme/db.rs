//! The database: SQLite in a file unless `DATABASE_URL` says otherwise, and PostgreSQL from the same code.

use std::time::Duration;

use churnkey::chrono::{DateTime, Utc};
use churnkey::prelude::*;
use sqlx::any::{AnyRow, install_default_drivers};
use sqlx::{Any, AnyConnection, AnyPool, Connection as _, Row as _, Transaction};

use crate::connections::{Place, on_one};
use crate::seed;

/// The context of acme: what `&self` is in every module.
pub(crate) struct Acme {
    reads: AnyPool,
    /// Apart from those of reads, so that actions which wait for a lock do not keep the readers out.
    actions: AnyPool,
    sqlite: bool,
}

impl Acme {
    /// Makes the tables where there are none, fills them where they are empty, and connects.
    pub(crate) async fn open(place: &Place) -> Result<Self> {
        install_default_drivers();
        make(place).await?;
        let sqlite = place.is_sqlite();
        // SQLite has one writer at a time: better that they wait for the one connection, in their order, than for its lock.
        let actions = place.pool(if sqlite { 1 } else { 8 })?;
        Ok(Self { reads: place.pool(8)?, actions, sqlite })
    }

    /// Reads what may have several parts: all of them are of one moment. SQLite sees to that in any transaction.
    pub(crate) async fn read<T>(
        &self,
        work: impl AsyncFnOnce(&mut AnyConnection) -> Result<T>,
    ) -> Result<T> {
        on_one(&self.reads, async |connection| {
            let mut transaction = if self.sqlite {
                connection.begin().await?
            } else {
                connection.begin_with("BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY").await?
            };
            work(&mut transaction).await
        })
        .await
    }

    /// Acts on a customer's subscriptions: all of it is done, or nothing. The first statement changes nothing but takes the
    /// customer's row, and keeps it until the action's end: of two actions the second waits, in SQLite as in
    /// PostgreSQL. A plain read first would let both see the same state; and with one row for all of a customer's
    /// subscriptions, two actions on all of them never wait for each other in a circle.
    pub(crate) async fn act(
        &self,
        customer: &CustomerId,
        work: impl AsyncFnOnce(&mut AnyConnection) -> Result<()>,
    ) -> Result<()> {
        on_one(&self.actions, async |connection| {
            let mut transaction = connection.begin().await?;
            let locked = sqlx::query("UPDATE customers SET currency = currency WHERE id = $1")
                .bind(customer.as_str())
                .execute(&mut *transaction)
                .await?;
            if locked.rows_affected() == 0 {
                return Err(Error::not_found(format!("customer {customer} does not exist")));
            }
            work(&mut transaction).await?;
            Ok(transaction.commit().await?)
        })
        .await
    }
}

/// Makes the database, in one transaction: who is killed meanwhile leaves nothing half made.
async fn make(place: &Place) -> Result<()> {
    let mut connection = place.connect(Duration::from_mins(1)).await?;
    let mut transaction = first_of_several(&mut connection, place.is_sqlite()).await?;
    if let Some(schema) = place.schema {
        let schema = format!("CREATE SCHEMA IF NOT EXISTS {schema}");
        sqlx::query(sqlx::AssertSqlSafe(schema)).execute(&mut *transaction).await?;
    }
    for statement in include_str!("schema.sql").split(';').filter(|text| !text.trim().is_empty()) {
        sqlx::query(statement).execute(&mut *transaction).await?;
    }
    seed::fill(&mut transaction, now()).await?;
    transaction.commit().await?;
    Ok(connection.close().await?)
}

/// Begins to make the database. Of two acmes that start at once, the second waits and finds everything there.
async fn first_of_several(
    connection: &mut AnyConnection,
    sqlite: bool,
) -> Result<Transaction<'_, Any>> {
    if sqlite {
        return Ok(connection.begin_with("BEGIN IMMEDIATE").await?);
    }
    let mut transaction = connection.begin().await?;
    // `IF NOT EXISTS` alone fails when both come to it. Counted, because the function itself gives no value.
    sqlx::query("SELECT COUNT(*) FROM pg_advisory_xact_lock(1633906021)")
        .execute(&mut *transaction)
        .await?;
    Ok(transaction)
}

/// A date from the database.
pub(crate) fn date(millis: i64) -> Result<DateTime<Utc>> {
    DateTime::from_timestamp_millis(millis)
        .ok_or_else(|| Error::internal("a date in the database is beyond the calendar"))
}

/// An optional date of a row.
pub(crate) fn optional_date(row: &AnyRow, column: &str) -> Result<Option<DateTime<Utc>>> {
    row.try_get::<Option<i64>, _>(column)?.map(date).transpose()
}

/// A number of a row that is never below zero.
pub(crate) fn count<N: TryFrom<i64>>(row: &AnyRow, column: &str) -> Result<N> {
    let number = row.try_get::<i64, _>(column)?;
    N::try_from(number)
        .map_err(|_| Error::internal(format!("`{column}` in the database is out of range")))
}

/// What `now` is to the database: milliseconds, so that a date which was read is the one that was written.
pub(crate) fn now() -> DateTime<Utc> {
    let now = Utc::now();
    DateTime::from_timestamp_millis(now.timestamp_millis()).unwrap_or(now)
}
