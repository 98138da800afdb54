// An empty list.
include!("../parts/context.rs");
include!("../parts/customers.rs");
include!("../parts/prices.rs");
include!("../parts/subscriptions.rs");
include!("../parts/coupons.rs");

#[churnkey::action(cancel, schedules())]
impl Cancel for Billing {
    async fn handle(&self, _: CancelOptions) -> Result<()> {
        Ok(())
    }
}

fn main() {}
