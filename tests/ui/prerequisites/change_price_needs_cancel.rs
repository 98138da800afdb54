// ChangePrice without Cancel.
include!("../parts/merchant.rs");
merchant!(customers prices subscriptions);

#[churnkey::action(change_price, schedules(immediate))]
impl ChangePrice for Billing {
    async fn handle(&self, _: ChangePriceOptions) -> Result<()> {
        Ok(())
    }
}

fn main() {}
