// A function for ChangePrice without Prices, which Subscriptions needs too.
include!("../parts/merchant.rs");
merchant!(customers subscriptions cancel);

#[churnkey::action(change_price, schedules(immediate))]
async fn change_price(_: &Billing, _: ChangePriceOptions) -> Result<()> {
    Ok(())
}

fn main() {}
