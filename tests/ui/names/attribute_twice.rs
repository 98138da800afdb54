// The attribute twice on one block: both are shown.
include!("../parts/context.rs");
include!("../parts/customers.rs");
include!("../parts/prices.rs");
include!("../parts/subscriptions.rs");

#[churnkey::action(cancel, schedules(immediate))]
#[churnkey::action(cancel, schedules(immediate))]
impl Cancel for Billing {
    async fn handle(&self, _: CancelOptions) -> Result<()> {
        Ok(())
    }
}

fn main() {}
