//! A condition on the block: the module goes with it.

merchant!(customers prices subscriptions);

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

#[test]
fn the_other_one_is_not_there() {
    let integration = churnkey::Integration::builder(Billing).token("t").build().unwrap();
    assert_eq!(integration.manifest()["actions"]["cancel"]["schedules"]["immediate"], false);
}
