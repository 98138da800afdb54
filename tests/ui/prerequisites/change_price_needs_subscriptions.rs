// ChangePrice without Subscriptions, which Cancel needs too.
include!("../parts/context.rs");
include!("../parts/customers.rs");
include!("../parts/prices.rs");
include!("../parts/cancel.rs");

#[churnkey::action(change_price, schedules(immediate))]
impl ChangePrice for Billing {
    async fn handle(&self, _: ChangePriceOptions) -> Result<()> {
        Ok(())
    }
}

fn main() {}
