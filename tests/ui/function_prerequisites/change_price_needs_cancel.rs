// A function for ChangePrice without Cancel.
include!("../parts/merchant.rs");
merchant!(customers prices subscriptions);

#[churnkey::action(change_price, schedules(immediate))]
async fn change_price(_: &Billing, _: ChangePriceOptions) -> Result<()> {
    Ok(())
}

fn main() {}
