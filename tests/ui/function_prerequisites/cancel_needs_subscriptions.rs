// A function for Cancel without Subscriptions.
include!("../parts/context.rs");
include!("../parts/customers.rs");
include!("../parts/prices.rs");

#[churnkey::action(cancel, schedules(immediate))]
async fn cancel(_: &Billing, _: CancelOptions) -> Result<()> {
    Ok(())
}

fn main() {}
