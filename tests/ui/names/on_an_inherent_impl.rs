// `action` on an impl block without a trait.
#![allow(dead_code, unused_variables)]
include!("../parts/context.rs");
include!("../parts/customers.rs");
include!("../parts/prices.rs");
include!("../parts/products.rs");
include!("../parts/families.rs");
include!("../parts/subscriptions.rs");
include!("../parts/coupons.rs");
include!("../parts/pause.rs");
include!("../parts/apply_coupon.rs");
include!("../parts/change_price.rs");
include!("../parts/extend_trial.rs");
include!("../parts/uses.rs");

#[churnkey::action(cancel, schedules(immediate))]
impl Billing {
    pub async fn handle(&self, options: CancelOptions) -> Result<()> {
        drop(options);
        Ok(())
    }
}

fn main() {}
