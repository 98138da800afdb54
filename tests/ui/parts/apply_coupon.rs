#[churnkey::action(apply_coupon)]
impl ApplyCoupon for Billing {
    async fn handle(&self, _: ApplyCouponOptions) -> Result<()> {
        Ok(())
    }
}
