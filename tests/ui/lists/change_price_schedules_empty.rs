// An empty list.
include!("../parts/context.rs");
include!("../parts/customers.rs");
include!("../parts/prices.rs");
include!("../parts/subscriptions.rs");
include!("../parts/coupons.rs");
include!("../parts/cancel.rs");

#[churnkey::action(change_price, schedules())]
impl ChangePrice for Billing {
    async fn handle(&self, _: ChangePriceOptions) -> Result<()> {
        Ok(())
    }
}

fn main() {}
