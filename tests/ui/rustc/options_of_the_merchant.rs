// Options of the merchant's own type, which only rustc can judge.
#![allow(dead_code, unused_variables)]
include!("../parts/merchant.rs");
merchant!(customers prices subscriptions coupons cancel change_price uses);

struct O;
#[churnkey::action(apply_coupon)]
async fn f(b: &Billing, options: O) -> Result<()> {
    Ok(())
}

fn main() {}
