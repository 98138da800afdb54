// A function for Pause without Cancel.
include!("../parts/merchant.rs");
merchant!(customers prices subscriptions);

#[churnkey::action(pause, start_dates(immediate), durations(period))]
async fn pause(_: &Billing, _: PauseOptions) -> Result<()> {
    Ok(())
}

fn main() {}
