// A required list that is missing.
include!("../parts/context.rs");
include!("../parts/customers.rs");
include!("../parts/prices.rs");
include!("../parts/subscriptions.rs");
include!("../parts/coupons.rs");
include!("../parts/cancel.rs");

#[churnkey::action(pause, durations(period))]
impl Pause for Billing {
    async fn handle(&self, _: PauseOptions) -> Result<()> {
        Ok(())
    }
}

fn main() {}
