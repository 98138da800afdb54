//! What was done, and at whose request: so that a request which comes twice is known. Churnkey sends no key of its own
//! for that.

use churnkey::chrono::{DateTime, TimeDelta, Utc};
use churnkey::prelude::*;
use sqlx::{AnyConnection, Row as _};

/// How long the same request is taken for the same wish.
const RETRY: TimeDelta = TimeDelta::hours(24);

pub(crate) async fn note(
    connection: &mut AnyConnection,
    subscription: &SubscriptionId,
    action: &str,
    request: &str,
    now: DateTime<Utc>,
) -> Result<()> {
    sqlx::query(
        "INSERT INTO actions (subscription_id, action, request, at) VALUES ($1, $2, $3, $4)",
    )
    .bind(subscription.as_str())
    .bind(action)
    .bind(request)
    .bind(now.timestamp_millis())
    .execute(connection)
    .await?;
    Ok(())
}

/// What the last action of this kind was done for.
pub(crate) async fn last(
    connection: &mut AnyConnection,
    subscription: &SubscriptionId,
    action: &str,
) -> Result<Option<String>> {
    let last = sqlx::query(
        "SELECT request FROM actions WHERE subscription_id = $1 AND action = $2
         ORDER BY at DESC LIMIT 1",
    )
    .bind(subscription.as_str())
    .bind(action)
    .fetch_optional(connection)
    .await?;
    Ok(last.map(|last| last.try_get("request")).transpose()?)
}

/// Whether an action of this kind was done for the same request not long ago.
pub(crate) async fn is_retry(
    connection: &mut AnyConnection,
    subscription: &SubscriptionId,
    action: &str,
    request: &str,
    now: DateTime<Utc>,
) -> Result<bool> {
    let row = sqlx::query(
        "SELECT COUNT(*) AS done FROM actions
         WHERE subscription_id = $1 AND action = $2 AND request = $3 AND at > $4",
    )
    .bind(subscription.as_str())
    .bind(action)
    .bind(request)
    .bind((now - RETRY).timestamp_millis())
    .fetch_one(connection)
    .await?;
    Ok(row.try_get::<i64, _>("done")? > 0)
}
