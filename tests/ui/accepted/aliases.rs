//! Aliases of the types.

merchant!(prices products families subscriptions coupons cancel pause apply_coupon change_price extend_trial);

type Id = CustomerId;
type Answer = Result<Customer>;
use PageRequest as Req;
#[churnkey::controller]
impl Customers for Billing {
    async fn retrieve(&self, id: Id) -> Answer {
        drop(id);
        Err(Error::bad_request("x"))
    }
    async fn list(&self, page: Req) -> Result<Page<Customer>> {
        drop(page);
        Err(Error::bad_request("x"))
    }
}
