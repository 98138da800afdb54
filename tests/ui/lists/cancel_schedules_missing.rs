// A required list that is missing.
include!("../parts/context.rs");
include!("../parts/customers.rs");
include!("../parts/prices.rs");
include!("../parts/subscriptions.rs");
include!("../parts/coupons.rs");

#[churnkey::action(cancel)]
impl Cancel for Billing {
    async fn handle(&self, _: CancelOptions) -> Result<()> {
        Ok(())
    }
}

fn main() {}
