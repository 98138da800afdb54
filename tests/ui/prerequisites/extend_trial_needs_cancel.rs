// ExtendTrial without Cancel.
include!("../parts/context.rs");
include!("../parts/customers.rs");
include!("../parts/prices.rs");
include!("../parts/subscriptions.rs");

#[churnkey::action(extend_trial, durations(period))]
impl ExtendTrial for Billing {
    async fn handle(&self, _: ExtendTrialOptions) -> Result<()> {
        Ok(())
    }
}

fn main() {}
