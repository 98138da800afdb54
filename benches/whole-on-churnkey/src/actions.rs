//! What Churnkey does.

use churnkey::chrono::Utc;
use churnkey::prelude::*;

use crate::Billing;

#[churnkey::action(cancel, schedules(immediate, end_of_period), unpause)]
impl Cancel for Billing {
    async fn handle(&self, options: CancelOptions) -> Result<()> {
        known(options.subscription_id.as_str())
    }

    async fn handle_all(&self, options: CancelAllOptions) -> Result<()> {
        known(options.customer_id.as_str())
    }
}

#[churnkey::action(
    pause,
    start_dates(immediate, end_of_period),
    durations(period, date),
    allow_annual
)]
impl Pause for Billing {
    async fn handle(&self, options: PauseOptions) -> Result<()> {
        options.duration.end(Utc::now())?;
        known(options.subscription_id.as_str())
    }

    async fn handle_all(&self, options: PauseAllOptions) -> Result<()> {
        options.duration.end(Utc::now())?;
        known(options.customer_id.as_str())
    }
}

#[churnkey::action(apply_coupon)]
impl ApplyCoupon for Billing {
    async fn handle(&self, options: ApplyCouponOptions) -> Result<()> {
        known(options.coupon.as_str())
    }
}

#[churnkey::action(change_price, schedules(immediate, end_of_period), prorate)]
impl ChangePrice for Billing {
    async fn handle(&self, options: ChangePriceOptions) -> Result<()> {
        known(options.price.as_str())
    }
}

#[churnkey::action(extend_trial, durations(period, date), multiple)]
impl ExtendTrial for Billing {
    async fn handle(&self, options: ExtendTrialOptions) -> Result<()> {
        options.duration.end(Utc::now())?;
        known(options.subscription_id.as_str())
    }
}

fn known(id: &str) -> Result<()> {
    if id == "unknown" { Err(Error::not_found("it does not exist")) } else { Ok(()) }
}
