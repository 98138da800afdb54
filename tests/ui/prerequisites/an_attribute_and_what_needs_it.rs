// A controller by hand, with a module that needs it.
include!("../parts/merchant.rs");
merchant!(prices);

impl Customers for Billing {
    async fn retrieve(&self, id: CustomerId) -> Result<Customer> {
        Ok(Customer::new(id))
    }
}

#[churnkey::controller]
impl Subscriptions for Billing {
    async fn retrieve(&self, key: SubscriptionKey) -> Result<Subscription> {
        Err(Error::not_found(format!("no subscription {}", key.subscription_id)))
    }
}

fn main() {}
