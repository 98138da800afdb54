//! The path of the crate.

merchant!(prices products families subscriptions coupons cancel pause apply_coupon change_price extend_trial);

#[churnkey::controller(crate = ::churnkey)]
impl Customers for Billing {
    async fn retrieve(&self, id: CustomerId) -> Result<Customer> {
        drop(id);
        Err(Error::bad_request("x"))
    }
}
