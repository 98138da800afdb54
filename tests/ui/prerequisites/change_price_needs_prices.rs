// ChangePrice without Prices, which Subscriptions needs too.
include!("../parts/merchant.rs");
merchant!(customers subscriptions cancel);

#[churnkey::action(change_price, schedules(immediate))]
impl ChangePrice for Billing {
    async fn handle(&self, _: ChangePriceOptions) -> Result<()> {
        Ok(())
    }
}

fn main() {}
