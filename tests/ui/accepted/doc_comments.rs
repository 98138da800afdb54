//! Documentation on the block and on its methods.

merchant!(customers prices subscriptions);

/// What cancels.
#[churnkey::action(cancel, schedules(immediate))]
/// Below the attribute too.
impl Cancel for Billing {
    /// Cancels one.
    async fn handle(&self, _: CancelOptions) -> Result<()> {
        Ok(())
    }
}
