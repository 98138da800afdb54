// A function for ChangePrice without Prices, which Subscriptions needs too.
include!("../parts/context.rs");
include!("../parts/customers.rs");
include!("../parts/subscriptions.rs");
include!("../parts/cancel.rs");

#[churnkey::action(change_price, schedules(immediate))]
async fn change_price(_: &Billing, _: ChangePriceOptions) -> Result<()> {
    Ok(())
}

fn main() {}
