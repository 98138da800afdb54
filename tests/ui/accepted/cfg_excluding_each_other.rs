//! A method twice under conditions that exclude each other.

merchant!(customers prices products families subscriptions coupons cancel pause change_price extend_trial);

#[churnkey::action(apply_coupon)]
impl ApplyCoupon for Billing {
    #[cfg(any())]
    async fn handle(&self, options: ApplyCouponOptions) -> Result<()> {
        drop(options);
        Ok(())
    }
    #[cfg(not(any()))]
    async fn handle(&self, options: ApplyCouponOptions) -> Result<()> {
        drop(options);
        Ok(())
    }
}
