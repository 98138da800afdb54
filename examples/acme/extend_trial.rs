//! The ExtendTrial action. A period counts from the trial's current end.

use churnkey::prelude::*;

use crate::action::Action;
use crate::db::Acme;
use crate::journal::repeats::Wish;

#[churnkey::action(extend_trial, durations(period, date), multiple)]
impl ExtendTrial for Acme {
    async fn handle(&self, options: ExtendTrialOptions) -> Result<()> {
        self.act(options.event(), async |action| extend_trial(action, &options).await).await
    }
}

async fn extend_trial(action: &mut Action<'_>, options: &ExtendTrialOptions) -> Result<()> {
    let id = &options.subscription_id;
    // A request for 7 more days that comes twice gives 7 days and not 14.
    let key = options.subscription();
    let Some(one) = action.on(&key, options.request_key(), Wish::More).await? else {
        return Ok(());
    };
    let (now, timeline) = (action.now, &one.timeline);
    let Some(end) =
        timeline.trial_end.filter(|_| timeline.in_trial(now) && !timeline.is_canceled(now))
    else {
        return Err(Error::bad_request(format!("subscription {id} is not in a trial")));
    };
    let later = options.duration.end(end)?;
    for what_ends in [
        "UPDATE subscriptions SET trial_end = $1 WHERE id = $2 AND trial_end = $3",
        // A cancellation at the end of the trial moves with it.
        "UPDATE subscriptions SET canceled_at = $1 WHERE id = $2 AND canceled_at = $3",
        "UPDATE phases SET starts_at = $1 WHERE subscription_id = $2 AND starts_at = $3",
        "UPDATE item_prices SET starts_at = $1
             WHERE item_id IN (SELECT id FROM items WHERE subscription_id = $2) AND starts_at = $3",
    ] {
        sqlx::query(what_ends)
            .bind(later.timestamp_millis())
            .bind(id.as_str())
            .bind(end.timestamp_millis())
            .execute(&mut *action.connection)
            .await?;
    }
    action.done(one).await
}
