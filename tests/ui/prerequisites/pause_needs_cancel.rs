// Pause without Cancel.
include!("../parts/merchant.rs");
merchant!(customers prices subscriptions);

#[churnkey::action(pause, start_dates(immediate), durations(period))]
impl Pause for Billing {
    async fn handle(&self, _: PauseOptions) -> Result<()> {
        Ok(())
    }
}

fn main() {}
