#[churnkey::action(cancel, schedules(immediate))]
impl Cancel for Billing {
    async fn handle(&self, _: CancelOptions) -> Result<()> {
        Ok(())
    }
}
