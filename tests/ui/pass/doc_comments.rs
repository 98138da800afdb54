// Documentation on the block and on its methods.
include!("../parts/context.rs");
include!("../parts/customers.rs");
include!("../parts/prices.rs");
include!("../parts/subscriptions.rs");

/// What cancels.
#[churnkey::action(cancel, schedules(immediate))]
/// Below the attribute too.
impl Cancel for Billing {
    /// Cancels one.
    async fn handle(&self, _: CancelOptions) -> Result<()> {
        Ok(())
    }
}

fn main() {}
