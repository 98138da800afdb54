// A block and a function for the same action.
include!("../parts/merchant.rs");
merchant!(customers prices subscriptions);

#[churnkey::action(cancel, schedules(immediate))]
impl Cancel for Billing {
    async fn handle(&self, _: CancelOptions) -> Result<()> {
        Ok(())
    }
}

#[churnkey::action(cancel, schedules(end_of_period))]
async fn cancel(_: &Billing, _: CancelOptions) -> Result<()> {
    Ok(())
}

fn main() {}
