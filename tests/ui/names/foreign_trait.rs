// A trait of another crate under `controller`.
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
include!("../parts/apply_coupon.rs");
include!("../parts/change_price.rs");
include!("../parts/extend_trial.rs");
include!("../parts/uses.rs");

#[churnkey::controller]
impl std::fmt::Display for Billing {
    fn fmt(&self, f: &mut std::fmt::Formatter) -> std::fmt::Result {
        Ok(())
    }
}

fn main() {}
