//! The database: SQLite in a file unless `DATABASE_URL` says otherwise, and PostgreSQL from the same code.

use churnkey::chrono::{DateTime, Utc};
use churnkey::prelude::*;
use sqlx::any::{AnyPoolOptions, AnyRow, install_default_drivers};
use sqlx::{Any, AnyConnection, AnyPool, Row as _, Transaction};

use crate::seed;

/// The context of acme: what `&self` is in every module.
pub(crate) struct Acme {
    pub(crate) pool: AnyPool,
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
        let mut transaction = pool.begin().await?;
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
        Ok(Self { pool })
    }

    /// Begins an action on one subscription. The first statement takes the row, and keeps it until the action's end: of
    /// two actions the second waits, in SQLite as in PostgreSQL. A plain read first would let both see the same state.
    pub(crate) async fn lock(&self, key: &SubscriptionKey) -> Result<Transaction<'static, Any>> {
        let mut transaction = self.pool.begin().await?;
        let locked = sqlx::query(
            "UPDATE subscriptions SET version = version + 1 WHERE id = $1 AND customer_id = $2",
        )
        .bind(key.subscription_id.as_str())
        .bind(key.customer_id.as_str())
        .execute(&mut *transaction)
        .await?;
        if locked.rows_affected() == 0 {
            return Err(Error::not_found(format!(
                "subscription {} does not exist",
                key.subscription_id
            )));
        }
        Ok(transaction)
    }

    /// Begins an action on all subscriptions of a customer, which are given too.
    pub(crate) async fn lock_all(
        &self,
        customer: &CustomerId,
    ) -> Result<(Transaction<'static, Any>, Vec<SubscriptionId>)> {
        Customers::retrieve(self, customer.clone()).await?; // 404 when there is no such customer
        let mut transaction = self.pool.begin().await?;
        sqlx::query("UPDATE subscriptions SET version = version + 1 WHERE customer_id = $1")
            .bind(customer.as_str())
            .execute(&mut *transaction)
            .await?;
        let rows = sqlx::query("SELECT id FROM subscriptions WHERE customer_id = $1 ORDER BY id")
            .bind(customer.as_str())
            .fetch_all(&mut *transaction)
            .await?;
        let ids = rows.iter().map(|row| Ok(SubscriptionId::new(row.try_get::<String, _>("id")?)));
        let ids = ids.collect::<Result<_>>()?;
        Ok((transaction, ids))
    }
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
