// A function for ExtendTrial without Subscriptions, which Cancel needs too.
include!("../parts/merchant.rs");
merchant!(customers prices cancel);

#[churnkey::action(extend_trial, durations(period))]
async fn extend_trial(_: &Billing, _: ExtendTrialOptions) -> Result<()> {
    Ok(())
}

fn main() {}
