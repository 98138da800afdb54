// A function for ChangePrice without Subscriptions, which Cancel needs too.
include!("../parts/context.rs");
include!("../parts/customers.rs");
include!("../parts/prices.rs");
include!("../parts/cancel.rs");

#[churnkey::action(change_price, schedules(immediate))]
async fn change_price(_: &Billing, _: ChangePriceOptions) -> Result<()> {
    Ok(())
}

fn main() {}
