// ExtendTrial without Subscriptions, which Cancel needs too.
include!("../parts/merchant.rs");
merchant!(customers prices cancel);

#[churnkey::action(extend_trial, durations(period))]
impl ExtendTrial for Billing {
    async fn handle(&self, _: ExtendTrialOptions) -> Result<()> {
        Ok(())
    }
}

fn main() {}
