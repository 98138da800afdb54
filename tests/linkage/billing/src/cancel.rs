use churnkey::prelude::*;

use crate::Billing;

#[churnkey::action(cancel, schedules(end_of_period))]
async fn cancel(_: &Billing, _: CancelOptions) -> Result<()> {
    Ok(())
}
