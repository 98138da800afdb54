//! A type alias.

merchant!(prices products families subscriptions coupons cancel pause apply_coupon change_price extend_trial);

type B = Billing;
#[churnkey::controller]
impl Customers for B {
    async fn retrieve(&self, id: CustomerId) -> Result<Customer> {
        drop(id);
        Err(Error::bad_request("x"))
    }
}
