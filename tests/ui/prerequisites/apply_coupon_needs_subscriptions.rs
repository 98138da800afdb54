// ApplyCoupon without Subscriptions, which Cancel needs too.
include!("../parts/merchant.rs");
merchant!(customers prices coupons cancel);

#[churnkey::action(apply_coupon)]
impl ApplyCoupon for Billing {
    async fn handle(&self, _: ApplyCouponOptions) -> Result<()> {
        Ok(())
    }
}

fn main() {}
