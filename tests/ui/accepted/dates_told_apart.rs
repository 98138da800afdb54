//! Schedules are matched without a wildcard.

merchant!(customers prices subscriptions cancel);

#[churnkey::action(
    pause,
    start_dates(immediate, end_of_period),
    durations(period, date),
    allow_annual
)]
impl Pause for Billing {
    async fn handle(&self, options: PauseOptions) -> Result<()> {
        match options.start_at {
            StartDate::Immediate => {}
            StartDate::EndOfPeriod => {}
        }
        match options.duration {
            ActionDuration::Period { .. } => Ok(()),
            ActionDuration::Date(_) => Ok(()),
        }
    }
}
