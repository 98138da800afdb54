// An empty list.
include!("../parts/context.rs");
include!("../parts/customers.rs");
include!("../parts/prices.rs");
include!("../parts/subscriptions.rs");
include!("../parts/coupons.rs");
include!("../parts/cancel.rs");

#[churnkey::action(pause, start_dates(immediate), durations())]
impl Pause for Billing {
    async fn handle(&self, _: PauseOptions) -> Result<()> {
        Ok(())
    }
}

fn main() {}
