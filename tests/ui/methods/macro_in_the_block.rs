// A macro call in the block.
#![allow(dead_code, unused_variables)]
include!("../parts/context.rs");
include!("../parts/customers.rs");
include!("../parts/prices.rs");
include!("../parts/products.rs");
include!("../parts/families.rs");
include!("../parts/subscriptions.rs");
include!("../parts/coupons.rs");
include!("../parts/cancel.rs");
include!("../parts/pause.rs");
include!("../parts/change_price.rs");
include!("../parts/extend_trial.rs");
include!("../parts/uses.rs");

macro_rules! m {
    () => {
        async fn handle(&self, options: ApplyCouponOptions) -> Result<()> {
            drop(options);
            Ok(())
        }
    };
}
#[churnkey::action(apply_coupon)]
impl ApplyCoupon for Billing {
    m!();
}

fn main() {}
