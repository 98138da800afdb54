//! Lifetimes on a method.

merchant!(customers prices products families subscriptions coupons cancel pause change_price extend_trial);

#[churnkey::action(apply_coupon)]
impl ApplyCoupon for Billing {
    async fn handle<'a>(&'a self, mut options: ApplyCouponOptions) -> Result<()> {
        options = todo!();
        drop(options);
        Ok(())
    }
}
