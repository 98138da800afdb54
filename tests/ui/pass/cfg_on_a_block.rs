// A condition on the block: the module goes with it.
include!("../parts/context.rs");
include!("../parts/customers.rs");
include!("../parts/prices.rs");
include!("../parts/subscriptions.rs");

#[cfg(any())]
#[churnkey::action(cancel, schedules(immediate))]
impl Cancel for Billing {
    async fn handle(&self, _: CancelOptions) -> Result<()> {
        Ok(())
    }
}

#[churnkey::action(cancel, schedules(end_of_period))]
#[cfg(not(any()))]
impl Cancel for Billing {
    async fn handle(&self, _: CancelOptions) -> Result<()> {
        Ok(())
    }
}

fn main() {
    let integration = churnkey::Integration::builder(Billing).token("t").build().unwrap();
    assert_eq!(integration.manifest()["actions"]["cancel"]["schedules"]["immediate"], false);
}
