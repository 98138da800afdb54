// A function for Pause without Cancel.
include!("../parts/context.rs");
include!("../parts/customers.rs");
include!("../parts/prices.rs");
include!("../parts/subscriptions.rs");

#[churnkey::action(pause, start_dates(immediate), durations(period))]
async fn pause(_: &Billing, _: PauseOptions) -> Result<()> {
    Ok(())
}

fn main() {}
