//! The Pause action.

use churnkey::prelude::*;

use crate::action::Action;
use crate::db::Acme;
use crate::journal::repeats::Wish;
use crate::limits::Limits;
use crate::subscriptions;

#[churnkey::action(
    pause,
    start_dates(immediate, end_of_period),
    durations(period, date),
    allow_annual
)]
impl Pause for Acme {
    async fn handle(&self, options: PauseOptions) -> Result<()> {
        self.act(options.event(), async |action| pause(action, &options, self.limits).await).await
    }

    /// All of the customer's subscriptions that have not ended, or none of them.
    async fn handle_all(&self, options: PauseAllOptions) -> Result<()> {
        self.act(options.event(), async |action| {
            for id in subscriptions::ids(action.connection, &options.customer_id).await? {
                let options = options.of(id);
                let key = options.subscription();
                let timeline = subscriptions::timeline(action.connection, &key, action.now).await?;
                if !timeline.is_canceled(action.now) {
                    pause(action, &options, self.limits).await?;
                }
            }
            Ok(())
        })
        .await
    }
}

async fn pause(action: &mut Action<'_>, options: &PauseOptions, limits: Limits) -> Result<()> {
    let key = options.subscription();
    let Some(one) = action.on(&key, options.request_key(), Wish::State).await? else {
        return Ok(()); // it was done at the same request
    };
    let (now, timeline) = (action.now, &one.timeline);
    let refuse = |why: &str| {
        Err(Error::bad_request(format!("subscription {} {why}", options.subscription_id)))
    };
    if timeline.is_canceled(now) {
        return refuse("is canceled");
    }
    if timeline.pending_pause(now).is_some() {
        return refuse("is paused already");
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
    limits.pause(action, &options.customer_id).await?;
    let start = match options.start_at {
        StartDate::Immediate => now,
        StartDate::EndOfPeriod => timeline.period(now)?.end(),
    };
    let end = options.duration.end(start)?;
    sqlx::query("UPDATE subscriptions SET pause_start = $1, pause_end = $2 WHERE id = $3")
        .bind(start.timestamp_millis())
        .bind(end.timestamp_millis())
        .bind(options.subscription_id.as_str())
        .execute(&mut *action.connection)
        .await?;
    action.done(one).await
}
