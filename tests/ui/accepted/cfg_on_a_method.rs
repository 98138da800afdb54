//! A condition on a method: its route and manifest entry go with it.

merchant!(customers prices subscriptions);

#[churnkey::action(cancel, schedules(immediate))]
impl Cancel for Billing {
    async fn handle(&self, _: CancelOptions) -> Result<()> {
        Ok(())
    }

    #[cfg(any())]
    async fn handle_all(&self, _: CancelAllOptions) -> Result<()> {
        Ok(())
    }
}

#[test]
fn it_is_neither_routed_nor_announced() {
    let integration = churnkey::Integration::builder(Billing).token("t").build().unwrap();
    assert_eq!(integration.manifest()["actions"]["cancel"]["handleAll"], false);
    assert!(!integration.table().to_string().contains("handle_all"));
}
