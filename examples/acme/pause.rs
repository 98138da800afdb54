//! The Pause action.

use churnkey::chrono::{DateTime, Utc};
use churnkey::prelude::*;
use sqlx::AnyConnection;

use crate::db::{self, Acme};
use crate::{journal, subscriptions};

#[churnkey::action(
    pause,
    start_dates(immediate, end_of_period),
    durations(period, date),
    allow_annual
)]
impl Pause for Acme {
    async fn handle(&self, options: PauseOptions) -> Result<()> {
        self.act(&options.customer_id, async |connection| {
            pause(connection, &options, db::now()).await
        })
        .await
    }

    /// All of the customer's subscriptions that have not ended, or none of them.
    async fn handle_all(&self, options: PauseAllOptions) -> Result<()> {
        self.act(&options.customer_id, async |connection| {
            let now = db::now();
            for id in subscriptions::ids(connection, &options.customer_id).await? {
                let options = options.of(id);
                let timeline =
                    subscriptions::timeline(connection, &options.subscription(), now).await?;
                if !timeline.is_canceled(now) {
                    pause(connection, &options, now).await?;
                }
            }
            Ok(())
        })
        .await
    }
}

async fn pause(
    connection: &mut AnyConnection,
    options: &PauseOptions,
    now: DateTime<Utc>,
) -> Result<()> {
    let timeline = subscriptions::timeline(connection, &options.subscription(), now).await?;
    let refuse = |why: &str| {
        Err(Error::bad_request(format!("subscription {} {why}", options.subscription_id)))
    };
    if timeline.is_canceled(now) {
        return refuse("is canceled");
    }
    let request = format!("{:?} {:?}", options.start_at, options.duration);
    if timeline.pending_pause(now).is_some() {
        // However late: as long as it is paused, it is what was asked for.
        let last = journal::last(connection, &options.subscription_id, "pause").await?;
        return if last == Some(request) { Ok(()) } else { refuse("is paused already") };
    }
    if timeline.canceled_at.is_some() {
        return refuse("is set to end");
    }
    if timeline.in_trial(now) {
        return refuse("is in its trial, which cannot be paused");
    }
    if timeline.months.is_multiple_of(12) && !options.allow_annual {
        return Err(Error::bad_request("annual subscriptions are not allowed to be paused"));
    }
    let start = match options.start_at {
        StartDate::Immediate => now,
        StartDate::EndOfPeriod => timeline.period(now)?.end(),
    };
    let end = options.duration.end(start)?;
    sqlx::query("UPDATE subscriptions SET pause_start = $1, pause_end = $2 WHERE id = $3")
        .bind(start.timestamp_millis())
        .bind(end.timestamp_millis())
        .bind(options.subscription_id.as_str())
        .execute(&mut *connection)
        .await?;
    journal::note(connection, &options.subscription_id, "pause", &request, now).await
}
