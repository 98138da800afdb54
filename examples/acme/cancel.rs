//! The Cancel action.

use churnkey::prelude::*;

use crate::action::Action;
use crate::db::Acme;
use crate::journal::repeats::Wish;
use crate::subscriptions;

#[churnkey::action(cancel, schedules(immediate, end_of_period), unpause)]
impl Cancel for Acme {
    async fn handle(&self, options: CancelOptions) -> Result<()> {
        self.act(options.event(), async |action| cancel(action, &options).await).await
    }

    async fn handle_all(&self, options: CancelAllOptions) -> Result<()> {
        self.act(options.event(), async |action| {
            for id in subscriptions::ids(action.connection, &options.customer_id).await? {
                cancel(action, &options.of(id)).await?;
            }
            Ok(())
        })
        .await
    }
}

async fn cancel(action: &mut Action<'_>, options: &CancelOptions) -> Result<()> {
    let key = options.subscription();
    let Some(one) = action.on(&key, options.request_key(), Wish::State).await? else {
        return Ok(()); // it was done at the same request
    };
    let (now, timeline) = (action.now, &one.timeline);
    if timeline.is_canceled(now) {
        return action.done(one).await; // it is what was asked for
    }
    let end = match options.scheduled_at {
        Schedule::Immediate => now,
        Schedule::EndOfPeriod => timeline.period(now)?.end(),
    };
    // If asked twice, it ends at the earlier date.
    let end = timeline.canceled_at.map_or(end, |known| known.min(end));
    let unpause = options.unpause && timeline.pending_pause(now).is_some();
    sqlx::query(
        "UPDATE subscriptions SET canceled_at = $1,
                pause_start = CASE WHEN $2 = 1 THEN NULL ELSE pause_start END,
                pause_end = CASE WHEN $2 = 1 THEN NULL ELSE pause_end END
         WHERE id = $3",
    )
    .bind(end.timestamp_millis())
    .bind(i64::from(unpause))
    .bind(options.subscription_id.as_str())
    .execute(&mut *action.connection)
    .await?;
    action.done(one).await
}
