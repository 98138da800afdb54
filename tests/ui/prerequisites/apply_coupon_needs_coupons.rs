// ApplyCoupon without Coupons.
include!("../parts/merchant.rs");
merchant!(customers prices subscriptions cancel);

#[churnkey::action(apply_coupon)]
impl ApplyCoupon for Billing {
    async fn handle(&self, _: ApplyCouponOptions) -> Result<()> {
        Ok(())
    }
}

fn main() {}
