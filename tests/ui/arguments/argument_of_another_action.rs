// Arguments of other actions.
#![allow(dead_code, unused_variables)]
include!("../parts/context.rs");
include!("../parts/customers.rs");
include!("../parts/prices.rs");
include!("../parts/products.rs");
include!("../parts/families.rs");
include!("../parts/subscriptions.rs");
include!("../parts/coupons.rs");
include!("../parts/cancel.rs");
include!("../parts/apply_coupon.rs");
include!("../parts/change_price.rs");
include!("../parts/extend_trial.rs");
include!("../parts/uses.rs");

#[churnkey::action(pause, start_dates(immediate), durations(period), prorate, schedules(immediate))]
async fn pause(b: &Billing, options: PauseOptions) -> Result<()> {
    Ok(())
}

fn main() {}
