// Mistakes in several methods of one block.
include!("../parts/context.rs");
include!("../parts/prices.rs");
include!("../parts/subscriptions.rs");
include!("../parts/coupons.rs");
include!("../parts/cancel.rs");
include!("../parts/apply_coupon.rs");
include!("../parts/change_price.rs");
include!("../parts/uses.rs");

#[churnkey::controller]
impl Customers for Billing {
    async fn retrieve(id: CustomerId) -> Result<Customer> {
        Ok(Customer::new(id))
    }

    fn list(&self, page: PageRequest) -> Result<Page<Customer>> {
        Page::slice(&[], &page)
    }

    async fn find_by_mail(&self, email: String) -> Result<Customer> {
        Ok(Customer::new(email))
    }

    async fn find_by_phone(&self, phone: &str) -> Result<Customer> {
        Ok(Customer::new(phone))
    }
}

fn main() {}
