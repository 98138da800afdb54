// An action of a generic context that lacks Cancel.
include!("../parts/context.rs");

pub trait Store {}
pub struct G<S>(S);

#[churnkey::controller]
impl<S: Store> Customers for G<S> {
    async fn retrieve(&self, id: CustomerId) -> Result<Customer> {
        Ok(Customer::new(id))
    }
}

#[churnkey::controller(type = product)]
impl<S: Store> Prices for G<S> {
    async fn retrieve(&self, id: PriceId) -> Result<Price> {
        Err(Error::not_found(format!("{id} does not exist")))
    }

    async fn list(&self, _: PageRequest) -> Result<Page<Price>> {
        Ok(Page::last([]))
    }
}

#[churnkey::controller]
impl<S: Store> Subscriptions for G<S> {
    async fn retrieve(&self, key: SubscriptionKey) -> Result<Subscription> {
        Err(Error::not_found(format!("{} does not exist", key.subscription_id)))
    }
}

#[churnkey::action(pause, start_dates(immediate), durations(date))]
impl<S: Store> Pause for G<S> {
    async fn handle(&self, options: PauseOptions) -> Result<()> {
        drop(options);
        Ok(())
    }
}

fn main() {}
