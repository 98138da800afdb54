// Cancel without Subscriptions.
include!("../parts/merchant.rs");
merchant!(customers prices);

#[churnkey::action(cancel, schedules(immediate))]
impl Cancel for Billing {
    async fn handle(&self, _: CancelOptions) -> Result<()> {
        Ok(())
    }
}

fn main() {}
