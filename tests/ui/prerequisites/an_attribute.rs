// A module implemented by hand: its endpoints would not exist.
include!("../parts/merchant.rs");
merchant!(prices customers subscriptions);

impl Cancel for Billing {
    async fn handle(&self, _: CancelOptions) -> Result<()> {
        Ok(())
    }
}

fn main() {}
