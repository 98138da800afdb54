// A module implemented by hand: its endpoints would not exist.
include!("../parts/context.rs");
include!("../parts/prices.rs");
include!("../parts/customers.rs");
include!("../parts/subscriptions.rs");

impl Cancel for Billing {
    async fn handle(&self, _: CancelOptions) -> Result<()> {
        Ok(())
    }
}

fn main() {}
