//! A future instead of `async`.

merchant!(customers prices products families subscriptions coupons cancel pause change_price extend_trial);

#[churnkey::action(apply_coupon)]
impl ApplyCoupon for Billing {
    fn handle(&self, options: ApplyCouponOptions) -> impl Future<Output = Result<()>> {
        async {
            drop(options);
            Ok(())
        }
    }
}
