// Each list of each action, empty.
include!("../parts/merchant.rs");
merchant!(customers prices subscriptions);

#[churnkey::action(cancel, schedules())]
impl Cancel for Billing {
    async fn handle(&self, _: CancelOptions) -> Result<()> {
        Ok(())
    }
}

#[churnkey::action(pause, start_dates(), durations())]
impl Pause for Billing {
    async fn handle(&self, _: PauseOptions) -> Result<()> {
        Ok(())
    }
}

#[churnkey::action(change_price, schedules())]
impl ChangePrice for Billing {
    async fn handle(&self, _: ChangePriceOptions) -> Result<()> {
        Ok(())
    }
}

#[churnkey::action(extend_trial, durations())]
impl ExtendTrial for Billing {
    async fn handle(&self, _: ExtendTrialOptions) -> Result<()> {
        Ok(())
    }
}

fn main() {}
