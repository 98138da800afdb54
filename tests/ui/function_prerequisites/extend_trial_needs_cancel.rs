// A function for ExtendTrial without Cancel.
include!("../parts/merchant.rs");
merchant!(customers prices subscriptions);

#[churnkey::action(extend_trial, durations(period))]
async fn extend_trial(_: &Billing, _: ExtendTrialOptions) -> Result<()> {
    Ok(())
}

fn main() {}
