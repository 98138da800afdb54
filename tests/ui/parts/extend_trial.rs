#[churnkey::action(extend_trial, durations(period))]
impl ExtendTrial for Billing {
    async fn handle(&self, _: ExtendTrialOptions) -> Result<()> {
        Ok(())
    }
}
