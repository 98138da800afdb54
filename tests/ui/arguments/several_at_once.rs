// Several mistakes in one attribute are reported together.
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

#[churnkey::action(pauze, start_dates(imediate, end_of_periods), duration(period), durations())]
impl Pause for Billing {
    fn handle(&mut self, options: CancelOptions) -> Option<()> {
        None
    }
    fn helper() {}
}

fn main() {}
