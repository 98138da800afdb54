// Attributes of rustc and of other crates above and below ours.
include!("../parts/context.rs");
include!("../parts/customers.rs");
include!("../parts/prices.rs");
include!("../parts/subscriptions.rs");

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

fn main() {
    let _ = churnkey::serve(Billing);
}
