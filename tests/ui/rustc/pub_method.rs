// `pub` on a method.
#![allow(dead_code, unused_variables)]
include!("../parts/merchant.rs");
merchant!(customers prices subscriptions coupons cancel change_price uses);

#[churnkey::action(apply_coupon)]
impl ApplyCoupon for Billing {
    pub async fn handle(&self, options: ApplyCouponOptions) -> Result<()> {
        Ok(())
    }
}

fn main() {}
