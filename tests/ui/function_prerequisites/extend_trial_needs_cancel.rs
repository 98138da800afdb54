// A function for ExtendTrial without Cancel.
include!("../parts/context.rs");
include!("../parts/customers.rs");
include!("../parts/prices.rs");
include!("../parts/subscriptions.rs");

#[churnkey::action(extend_trial, durations(period))]
async fn extend_trial(_: &Billing, _: ExtendTrialOptions) -> Result<()> {
    Ok(())
}

fn main() {}
