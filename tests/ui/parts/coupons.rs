#[churnkey::controller]
impl Coupons for Billing {
    async fn retrieve(&self, id: CouponId) -> Result<Coupon> {
        Err(Error::not_found(format!("{id} does not exist")))
    }

    async fn list(&self, _: PageRequest) -> Result<Page<Coupon>> {
        Ok(Page::last([]))
    }
}
