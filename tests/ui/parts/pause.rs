#[churnkey::action(pause, start_dates(immediate), durations(period))]
impl Pause for Billing {
    async fn handle(&self, _: PauseOptions) -> Result<()> {
        Ok(())
    }
}
