// ExtendTrial without Cancel.
include!("../parts/merchant.rs");
merchant!(customers prices subscriptions);

#[churnkey::action(extend_trial, durations(period))]
impl ExtendTrial for Billing {
    async fn handle(&self, _: ExtendTrialOptions) -> Result<()> {
        Ok(())
    }
}

fn main() {}
