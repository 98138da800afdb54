//! Attributes of rustc and of other crates above and below ours.

merchant!(customers prices subscriptions);

#[allow(clippy::unused_async)]
#[churnkey::action(cancel, schedules(immediate))]
#[rustfmt::skip]
impl Cancel for Billing {
    #[allow(unused_variables)]
    #[tracing::instrument(skip_all)]
    async fn handle(&self, options: CancelOptions) -> Result<()> {
        Ok(())
    }
}

#[churnkey::action(extend_trial, durations(period))]
#[tracing::instrument(skip_all)]
async fn extend(_: &Billing, options: ExtendTrialOptions) -> Result<()> {
    drop(options);
    Ok(())
}

fn serves() {
    drop(churnkey::serve(Billing));
}
