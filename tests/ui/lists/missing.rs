// Each list of each action, left out.
include!("../parts/merchant.rs");
merchant!(customers prices subscriptions);

#[churnkey::action(cancel)]
impl Cancel for Billing {
    async fn handle(&self, _: CancelOptions) -> Result<()> {
        Ok(())
    }
}

#[churnkey::action(pause)]
impl Pause for Billing {
    async fn handle(&self, _: PauseOptions) -> Result<()> {
        Ok(())
    }
}

#[churnkey::action(change_price)]
impl ChangePrice for Billing {
    async fn handle(&self, _: ChangePriceOptions) -> Result<()> {
        Ok(())
    }
}

#[churnkey::action(extend_trial)]
impl ExtendTrial for Billing {
    async fn handle(&self, _: ExtendTrialOptions) -> Result<()> {
        Ok(())
    }
}

fn main() {}
