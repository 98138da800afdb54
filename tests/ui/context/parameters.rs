// Parameters that are not the context's, in a block and in a function.
include!("../parts/context.rs");

pub struct G<S>(S);

#[churnkey::controller]
impl<S, T> Customers for G<S> {
    async fn retrieve(&self, id: CustomerId) -> Result<Customer> {
        Ok(Customer::new(id))
    }
}

#[churnkey::controller]
impl<S> Prices for G<S> {
    async fn retrieve(&self, id: PriceId) -> Result<Price> {
        Err(Error::not_found(format!("{id} does not exist")))
    }

    async fn list(&self, _: PageRequest) -> Result<Page<Price>> {
        Ok(Page::last([]))
    }
}

#[churnkey::controller]
impl<S> Subscriptions for G<S> {
    async fn retrieve(&self, key: SubscriptionKey) -> Result<Subscription> {
        Err(Error::not_found(format!("{} does not exist", key.subscription_id)))
    }
}

#[churnkey::action(cancel, schedules(immediate))]
async fn cancel<S, T: Clone>(billing: &G<S>, options: CancelOptions) -> Result<()> {
    drop((billing, options));
    Ok(())
}

fn main() {}
