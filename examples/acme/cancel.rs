//! The Cancel action.

use churnkey::chrono::{DateTime, Utc};
use churnkey::prelude::*;
use sqlx::AnyConnection;

use crate::db::{self, Acme};
use crate::{journal, subscriptions};

#[churnkey::action(cancel, schedules(immediate, end_of_period), unpause)]
impl Cancel for Acme {
    async fn handle(&self, options: CancelOptions) -> Result<()> {
        let mut transaction = self.lock(&options.customer_id).await?;
        cancel(&mut transaction, &options, db::now()).await?;
        Ok(transaction.commit().await?)
    }

    async fn handle_all(&self, options: CancelAllOptions) -> Result<()> {
        let (mut transaction, ids) = self.lock_all(&options.customer_id).await?;
        let now = db::now();
        for id in ids {
            cancel(&mut transaction, &options.of(id), now).await?;
        }
        Ok(transaction.commit().await?)
    }
}

async fn cancel(
    connection: &mut AnyConnection,
    options: &CancelOptions,
    now: DateTime<Utc>,
) -> Result<()> {
    let timeline = subscriptions::timeline(connection, &options.subscription(), now).await?;
    if timeline.is_canceled(now) {
        return Ok(()); // it is what was asked for
    }
    let end = match options.scheduled_at {
        Schedule::Immediate => now,
        Schedule::EndOfPeriod => timeline.period(now)?.end(),
    };
    // Asked twice, it ends at the earlier date.
    let end = timeline.canceled_at.map_or(end, |known| known.min(end));
    let pause = timeline.pending_pause(now).filter(|_| !options.unpause);
    sqlx::query(
        "UPDATE subscriptions SET canceled_at = $1, pause_start = $2, pause_end = $3 WHERE id = $4",
    )
    .bind(end.timestamp_millis())
    .bind(pause.map(|(start, _)| start.timestamp_millis()))
    .bind(pause.map(|(_, end)| end.timestamp_millis()))
    .bind(options.subscription_id.as_str())
    .execute(&mut *connection)
    .await?;
    let request = format!("{:?} unpause: {}", options.scheduled_at, options.unpause);
    journal::note(connection, &options.subscription_id, "cancel", &request, now).await
}
