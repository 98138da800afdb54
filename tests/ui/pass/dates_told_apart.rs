// Schedules are matched without a wildcard.
include!("../parts/context.rs");
include!("../parts/customers.rs");
include!("../parts/prices.rs");
include!("../parts/subscriptions.rs");
include!("../parts/cancel.rs");

#[churnkey::action(pause, start_dates(immediate, end_of_period), durations(period, date), allow_annual)]
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

fn main() {}
