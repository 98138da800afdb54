//! What Churnkey does.

use churnkey::chrono::{DateTime, Utc};
use churnkey::prelude::*;

use crate::billing::Billing;

#[churnkey::action(cancel, schedules(immediate, end_of_period))]
impl Cancel for Billing {
    async fn handle(&self, options: CancelOptions) -> Result<()> {
        self.change(&options.subscription(), |subscription| {
            match (options.scheduled_at, subscription.status.current_period()) {
                (Schedule::EndOfPeriod, Some(period)) => {
                    Ok(Some(Status::canceled(period.end()).with_current_period(period)))
                }
                (_, period) => {
                    subscription.status = within(period, Status::canceled(Utc::now()));
                    Ok(None)
                }
            }
        })
    }
}

#[churnkey::action(
    pause,
    start_dates(immediate, end_of_period),
    durations(period, date),
    allow_annual
)]
impl Pause for Billing {
    async fn handle(&self, options: PauseOptions) -> Result<()> {
        self.change(&options.subscription(), |subscription| {
            if !options.allow_annual && subscription.duration.unit == CycleUnit::Year {
                return Err(Error::bad_request("yearly plans cannot be paused"));
            }
            match (options.start_at, subscription.status.current_period()) {
                (StartDate::EndOfPeriod, Some(period)) => {
                    Ok(Some(paused(options.duration, period.end())?.with_current_period(period)))
                }
                (_, period) => {
                    subscription.status = within(period, paused(options.duration, Utc::now())?);
                    Ok(None)
                }
            }
        })
    }
}

fn paused(duration: ActionDuration, start: DateTime<Utc>) -> Result<Status> {
    Ok(Status::paused(PausePeriod::between(start, duration.end(start)?)?))
}

fn within(period: Option<Period>, status: Status) -> Status {
    match period {
        Some(period) => status.with_current_period(period),
        None => status,
    }
}
