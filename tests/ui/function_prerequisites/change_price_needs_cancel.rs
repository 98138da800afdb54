// A function for ChangePrice without Cancel.
include!("../parts/context.rs");
include!("../parts/customers.rs");
include!("../parts/prices.rs");
include!("../parts/subscriptions.rs");

#[churnkey::action(change_price, schedules(immediate))]
async fn change_price(_: &Billing, _: ChangePriceOptions) -> Result<()> {
    Ok(())
}

fn main() {}
