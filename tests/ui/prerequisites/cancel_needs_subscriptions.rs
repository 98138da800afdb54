// Cancel without Subscriptions.
include!("../parts/context.rs");
include!("../parts/customers.rs");
include!("../parts/prices.rs");

#[churnkey::action(cancel, schedules(immediate))]
impl Cancel for Billing {
    async fn handle(&self, _: CancelOptions) -> Result<()> {
        Ok(())
    }
}

fn main() {}
