//! The database: SQLite in a file unless `DATABASE_URL` says otherwise, and PostgreSQL from the same code.

use churnkey::chrono::{DateTime, Utc};
use churnkey::prelude::*;
use sqlx::any::{AnyPoolOptions, AnyRow, install_default_drivers};
use sqlx::{Any, AnyConnection, AnyPool, Row as _, Transaction};

use crate::seed;

/// The context of acme: what `&self` is in every module.
pub(crate) struct Acme {
    pub(crate) pool: AnyPool,
    sqlite: bool,
}

impl Acme {
    /// Connects, makes the tables where there are none, and fills them where they are empty.
    pub(crate) async fn open(url: &str) -> Result<Self> {
        install_default_drivers();
        let sqlite = url.starts_with("sqlite:");
        let pool = AnyPoolOptions::new()
            .max_connections(8)
            .after_connect(move |connection, _| {
                Box::pin(async move { if sqlite { set_up(connection).await } else { Ok(()) } })
            })
            .connect(url)
            .await?;
        let mut transaction = first_of_several(&pool, sqlite).await?;
        for statement in
            include_str!("schema.sql").split(';').filter(|text| !text.trim().is_empty())
        {
            sqlx::query(statement).execute(&mut *transaction).await?;
        }
        let customers = sqlx::query("SELECT COUNT(*) AS customers FROM customers")
            .fetch_one(&mut *transaction)
            .await?;
        if customers.try_get::<i64, _>("customers")? == 0 {
            seed::fill(&mut transaction, Utc::now()).await?;
        }
        transaction.commit().await?;
        Ok(Self { pool, sqlite })
    }

    /// Begins to read what has several parts: all of them are of one moment. SQLite sees to that in any transaction.
    pub(crate) async fn snapshot(&self) -> Result<Transaction<'static, Any>> {
        Ok(if self.sqlite {
            self.pool.begin().await?
        } else {
            self.pool.begin_with("BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY").await?
        })
    }

    /// Begins an action on a customer's subscriptions. The first statement changes nothing but takes the customer's row,
    /// and keeps it until the action's end: of two actions the second waits, in SQLite as in PostgreSQL. A plain read
    /// first would let both see the same state; and with one row for all of a customer's subscriptions, two
    /// actions on all of them never wait for each other in a circle.
    pub(crate) async fn lock(&self, customer: &CustomerId) -> Result<Transaction<'static, Any>> {
        let mut transaction = self.pool.begin().await?;
        let locked = sqlx::query("UPDATE customers SET currency = currency WHERE id = $1")
            .bind(customer.as_str())
            .execute(&mut *transaction)
            .await?;
        if locked.rows_affected() == 0 {
            return Err(Error::not_found(format!("customer {customer} does not exist")));
        }
        Ok(transaction)
    }

    /// Begins an action on all subscriptions of a customer, which are given too.
    pub(crate) async fn lock_all(
        &self,
        customer: &CustomerId,
    ) -> Result<(Transaction<'static, Any>, Vec<SubscriptionId>)> {
        let mut transaction = self.lock(customer).await?;
        let rows = sqlx::query("SELECT id FROM subscriptions WHERE customer_id = $1 ORDER BY id")
            .bind(customer.as_str())
            .fetch_all(&mut *transaction)
            .await?;
        let ids = rows.iter().map(|row| Ok(SubscriptionId::new(row.try_get::<String, _>("id")?)));
        let ids = ids.collect::<Result<_>>()?;
        Ok((transaction, ids))
    }
}

/// Begins to make the database. Of two acmes that start at once, the second waits and finds everything there.
async fn first_of_several(pool: &AnyPool, sqlite: bool) -> Result<Transaction<'static, Any>> {
    if sqlite {
        return Ok(pool.begin_with("BEGIN IMMEDIATE").await?);
    }
    let mut transaction = pool.begin().await?;
    // `IF NOT EXISTS` alone fails when both come to it. Counted, because the function itself gives no value.
    sqlx::query("SELECT COUNT(*) FROM pg_advisory_xact_lock(1633906021)")
        .execute(&mut *transaction)
        .await?;
    Ok(transaction)
}

/// Readers and one writer at a time do not stop each other; a second writer waits instead of failing; what was answered
/// is on the disk.
async fn set_up(connection: &mut AnyConnection) -> Result<(), sqlx::Error> {
    for pragma in [
        "PRAGMA busy_timeout = 30000",
        "PRAGMA journal_mode = WAL",
        "PRAGMA synchronous = FULL",
        "PRAGMA foreign_keys = ON",
    ] {
        sqlx::query(pragma).execute(&mut *connection).await?;
    }
    Ok(())
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
