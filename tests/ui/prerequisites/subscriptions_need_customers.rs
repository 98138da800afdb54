// Subscriptions without Customers.
include!("../parts/merchant.rs");
merchant!(prices);

#[churnkey::controller]
impl Subscriptions for Billing {
    async fn retrieve(&self, key: SubscriptionKey) -> Result<Subscription> {
        Err(Error::not_found(format!("{} does not exist", key.subscription_id)))
    }
}

fn main() {}
