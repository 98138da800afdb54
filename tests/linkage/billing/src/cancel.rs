use churnkey::prelude::*;

use crate::Billing;

#[churnkey::action(cancel, schedules(end_of_period))]
async fn cancel(billing: &Billing, options: CancelOptions) -> Result<()> {
    Subscriptions::retrieve(billing, options.subscription()).await?;
    Ok(())
}
