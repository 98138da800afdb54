// Mistakes in two blocks are reported together.
include!("../parts/context.rs");
include!("../parts/subscriptions.rs");
include!("../parts/coupons.rs");
include!("../parts/apply_coupon.rs");
include!("../parts/change_price.rs");
include!("../parts/prices.rs");
include!("../parts/uses.rs");

#[churnkey::controller]
impl Customers for Billing {
    async fn retreive(&self, id: CustomerId) -> Result<Customer> {
        Ok(Customer::new(id))
    }
}

#[churnkey::action(cancel, schedules(imediate))]
impl Cancel for Billing {
    async fn handle(&self, _: CancelOptions) -> Option<()> {
        None
    }
}

fn main() {}
