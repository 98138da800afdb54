// A function for Pause without Subscriptions, which Cancel needs too.
include!("../parts/merchant.rs");
merchant!(customers prices cancel);

#[churnkey::action(pause, start_dates(immediate), durations(period))]
async fn pause(_: &Billing, _: PauseOptions) -> Result<()> {
    Ok(())
}

fn main() {}
