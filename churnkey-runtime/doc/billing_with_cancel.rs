// A merchant for the examples of the documentation; they include it out of sight.
include!("billing.rs");

#[churnkey_runtime::controller]
impl Coupons for Billing {
    async fn retrieve(&self, id: CouponId) -> Result<Coupon> {
        Err(Error::not_found(format!("coupon {id} does not exist")))
    }

    async fn list(&self, _: PageRequest) -> Result<Page<Coupon>> {
        Ok(Page::last([]))
    }
}

#[churnkey_runtime::action(cancel, schedules(immediate, end_of_period))]
impl Cancel for Billing {
    async fn handle(&self, _: CancelOptions) -> Result<()> {
        Ok(())
    }
}
