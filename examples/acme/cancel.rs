//! The Cancel action.

use churnkey::chrono::{DateTime, Utc};
use churnkey::prelude::*;
use sqlx::AnyConnection;

use crate::db::{self, Acme};
use crate::{journal, subscriptions};

#[churnkey::action(cancel, schedules(immediate, end_of_period), unpause)]
impl Cancel for Acme {
    async fn handle(&self, options: CancelOptions) -> Result<()> {
        self.act(&options.customer_id, async |connection| {
            cancel(connection, &options, db::now()).await
        })
        .await
    }

    async fn handle_all(&self, options: CancelAllOptions) -> Result<()> {
        self.act(&options.customer_id, async |connection| {
            let now = db::now();
            for id in subscriptions::ids(connection, &options.customer_id).await? {
                cancel(connection, &options.of(id), now).await?;
            }
            Ok(())
        })
        .await
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
    let pending = timeline.pending_pause(now);
    let pause = pending.filter(|_| !options.unpause);
    if timeline.canceled_at == Some(end) && pause == pending {
        return Ok(());
    }
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
