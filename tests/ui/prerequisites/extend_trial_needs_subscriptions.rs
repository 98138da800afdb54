// ExtendTrial without Subscriptions, which Cancel needs too.
include!("../parts/context.rs");
include!("../parts/customers.rs");
include!("../parts/prices.rs");
include!("../parts/cancel.rs");

#[churnkey::action(extend_trial, durations(period))]
impl ExtendTrial for Billing {
    async fn handle(&self, _: ExtendTrialOptions) -> Result<()> {
        Ok(())
    }
}

fn main() {}
