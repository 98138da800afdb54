// A merchant for the examples of the documentation; they include it out of sight.
include!("customers_and_prices.rs");

#[churnkey_runtime::controller]
impl Subscriptions for Billing {
    async fn retrieve(&self, key: SubscriptionKey) -> Result<Subscription> {
        Err(Error::not_found(format!("subscription {} does not exist", key.subscription_id)))
    }
}
