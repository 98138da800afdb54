// ApplyCoupon without Cancel.
include!("../parts/merchant.rs");
merchant!(customers prices subscriptions coupons);

#[churnkey::action(apply_coupon)]
impl ApplyCoupon for Billing {
    async fn handle(&self, _: ApplyCouponOptions) -> Result<()> {
        Ok(())
    }
}

fn main() {}
