// A function for Cancel without Subscriptions.
include!("../parts/merchant.rs");
merchant!(customers prices);

#[churnkey::action(cancel, schedules(immediate))]
async fn cancel(_: &Billing, _: CancelOptions) -> Result<()> {
    Ok(())
}

fn main() {}
