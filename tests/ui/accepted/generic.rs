//! Generic contexts: bounds, `where`, constants, a function, conditions in the list, another path of the crate.

use churnkey::prelude::*;

pub(crate) trait Store {
    type Problem: Into<Error>;

    async fn customer(&self, id: &str) -> Result<Customer, Self::Problem>;
}

pub(crate) struct Billing<S, const N: usize>(S);

#[churnkey::controller]
impl<S: Store, const N: usize> Customers for Billing<S, N> {
    async fn retrieve(&self, id: CustomerId) -> Result<Customer> {
        self.0.customer(id.as_str()).await.map_err(Into::into)
    }
}

#[churnkey::controller]
impl<S, const N: usize> Prices for Billing<S, N>
where
    S: Store,
{
    async fn retrieve(&self, id: PriceId) -> Result<Price> {
        Err(Error::not_found(format!("{id} does not exist")))
    }

    async fn list(&self, _: PageRequest) -> Result<Page<Price>> {
        Ok(Page::last([]))
    }
}

#[churnkey::controller]
impl<S: Store, const N: usize> Subscriptions for Billing<S, N> {
    async fn retrieve(&self, key: SubscriptionKey) -> Result<Subscription> {
        let customer = Customers::retrieve(self, key.customer_id).await?;
        Err(Error::not_found(format!("{} has none", customer.id)))
    }
}

/// A caller of the merchant's own asks for no more than the methods do.
async fn customer<S: Store, const N: usize>(billing: &Billing<S, N>) -> Result<Customer>
where
    Billing<S, N>: Customers,
{
    Customers::retrieve(billing, "u_1".into()).await
}

#[churnkey::action(cancel, schedules(immediate))]
pub(crate) async fn cancel<'a, S: Store, const N: usize>(
    billing: &'a Billing<S, N>,
    _: CancelOptions,
) -> Result<()> {
    customer(billing).await.map(drop)
}

struct Pg(std::cell::Cell<u32>, std::sync::Mutex<()>);
struct Fake;

impl Store for Fake {
    type Problem = Error;

    async fn customer(&self, id: &str) -> Result<Customer> {
        Ok(Customer::new(id))
    }
}

// A store that no thread could share, as long as it is not registered.
impl Store for Pg {
    type Problem = Error;

    async fn customer(&self, id: &str) -> Result<Customer> {
        drop(self.1.lock());
        Ok(Customer::new(format!("{id}_{}", self.0.get())))
    }
}

churnkey::register!(Billing<Fake, { 1 + 1 }>: Subscriptions, Customers, Prices, Cancel,);
churnkey::register!(
    Billing<Fake, 3>: Customers, Prices, Subscriptions, #[cfg(any())] Coupons, #[cfg(not(any()))] Cancel,
    crate = ::churnkey
);

fn starts(context: Billing<Fake, 3>) {
    let _ = Billing::<_, 3>(Pg(std::cell::Cell::new(1), std::sync::Mutex::new(())));
    let _ = churnkey::serve(context);
}
