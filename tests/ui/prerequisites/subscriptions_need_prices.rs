// Subscriptions without Prices.
include!("../parts/merchant.rs");
merchant!(customers);

#[churnkey::controller]
impl Subscriptions for Billing {
    async fn retrieve(&self, key: SubscriptionKey) -> Result<Subscription> {
        Err(Error::not_found(format!("{} does not exist", key.subscription_id)))
    }
}

fn main() {}
