// A function for ChangePrice without Subscriptions, which Cancel needs too.
include!("../parts/merchant.rs");
merchant!(customers prices cancel);

#[churnkey::action(change_price, schedules(immediate))]
async fn change_price(_: &Billing, _: ChangePriceOptions) -> Result<()> {
    Ok(())
}

fn main() {}
