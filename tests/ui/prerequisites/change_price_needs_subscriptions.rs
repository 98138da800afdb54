// ChangePrice without Subscriptions, which Cancel needs too.
include!("../parts/merchant.rs");
merchant!(customers prices cancel);

#[churnkey::action(change_price, schedules(immediate))]
impl ChangePrice for Billing {
    async fn handle(&self, _: ChangePriceOptions) -> Result<()> {
        Ok(())
    }
}

fn main() {}
