//! A merchant whose store is behind a generic, so that its tests need no database: one type is served, another is tried.

use churnkey::prelude::*;
use churnkey::testing::Harness;
use churnkey::{Builder, Integration, chrono};

/// What talks to the database. An `async fn` is no trouble, since nobody needs a `dyn Store`.
trait Store {
    async fn customer(&self, id: &CustomerId) -> Result<Option<Customer>>;
    async fn subscription(&self, key: &SubscriptionKey) -> Result<Option<Subscription>>;
    async fn pause(
        &self,
        key: &SubscriptionKey,
        until: chrono::DateTime<chrono::Utc>,
    ) -> Result<()>;
    async fn cancel(&self, key: &SubscriptionKey) -> Result<()>;
}

struct Billing<S, const LIMIT: usize> {
    store: S,
}

#[churnkey::controller]
impl<S: Store, const LIMIT: usize> Customers for Billing<S, LIMIT> {
    async fn retrieve(&self, id: CustomerId) -> Result<Customer> {
        let found = self.store.customer(&id).await?;
        found.ok_or_else(|| Error::not_found(format!("customer {id} does not exist")))
    }
}

#[churnkey::controller]
impl<S, const LIMIT: usize> Prices for Billing<S, LIMIT>
where
    S: Store,
{
    async fn retrieve(&self, id: PriceId) -> Result<Price> {
        Ok(Price::standalone(id, BillingCycle::MONTHLY, Amount::flat(Currency::EUR, 900)))
    }

    async fn list(&self, page: PageRequest) -> Result<Page<Price>> {
        let prices: Vec<_> = (0..LIMIT)
            .map(|number| format!("p_{number}"))
            .map(|id| {
                Price::standalone(id, BillingCycle::MONTHLY, Amount::flat(Currency::EUR, 900))
            })
            .collect();
        Page::slice(&prices, &page)
    }
}

#[churnkey::controller]
impl<S: Store, const LIMIT: usize> Subscriptions for Billing<S, LIMIT> {
    async fn retrieve(&self, key: SubscriptionKey) -> Result<Subscription> {
        let found = self.store.subscription(&key).await?;
        found.ok_or_else(|| Error::not_found("this subscription does not exist"))
    }
}

#[churnkey::action(cancel, schedules(immediate))]
async fn cancel<S: Store, const LIMIT: usize>(
    billing: &Billing<S, LIMIT>,
    options: CancelOptions,
) -> Result<()> {
    billing.store.cancel(&options.subscription()).await
}

#[churnkey::action(pause, start_dates(immediate), durations(period, date))]
impl<S: Store, const LIMIT: usize> Pause for Billing<S, LIMIT> {
    async fn handle(&self, options: PauseOptions) -> Result<()> {
        let until = options.duration.end(chrono::Utc::now())?;
        self.store.pause(&options.subscription(), until).await
    }
}

/// The program's: it has a connection pool, which no test here needs.
struct Postgres;

impl Store for Postgres {
    async fn customer(&self, _: &CustomerId) -> Result<Option<Customer>> {
        Err(Error::new(503, "there is no database here"))
    }
    async fn subscription(&self, _: &SubscriptionKey) -> Result<Option<Subscription>> {
        Err(Error::new(503, "there is no database here"))
    }
    async fn pause(&self, _: &SubscriptionKey, _: chrono::DateTime<chrono::Utc>) -> Result<()> {
        Err(Error::new(503, "there is no database here"))
    }
    async fn cancel(&self, _: &SubscriptionKey) -> Result<()> {
        Err(Error::new(503, "there is no database here"))
    }
}

churnkey::register!(Billing<Postgres, 3>: Customers, Prices, Subscriptions, Cancel, Pause);

fn integration<S: Store + Send + Sync + 'static>(store: S) -> Builder<Billing<S, 3>>
where
    Billing<S, 3>: Customers + Prices + Subscriptions,
{
    Integration::builder(Billing { store }).name("Acme Video")
}

struct Fake;

impl Store for Fake {
    async fn customer(&self, id: &CustomerId) -> Result<Option<Customer>> {
        Ok((id.as_str() == "u_1001").then(|| Customer::new(id.clone())))
    }
    async fn subscription(&self, _: &SubscriptionKey) -> Result<Option<Subscription>> {
        Ok(None)
    }
    async fn pause(&self, _: &SubscriptionKey, until: chrono::DateTime<chrono::Utc>) -> Result<()> {
        if until < chrono::Utc::now() {
            Err(Error::bad_request("it is over already"))
        } else {
            Ok(())
        }
    }
    async fn cancel(&self, _: &SubscriptionKey) -> Result<()> {
        Err(Error::new(409, "it is canceled already"))
    }
}

churnkey::register!(Billing<Fake, 3>: Customers, Prices, Subscriptions, Cancel, Pause);

#[actix_web::test]
async fn what_the_fake_says_is_what_churnkey_reads() {
    let harness = Harness::from_builder(integration(Fake));
    assert_eq!(harness.customer("u_1001").await.unwrap().id, "u_1001");
    let cancel = CancelOptions::new("u_1001", "s_77", Schedule::Immediate);
    assert_eq!(harness.cancel(&cancel).await.unwrap_err().code(), 409);
    let month = ActionDuration::period(1, DurationUnit::Month).unwrap();
    harness.pause(&PauseOptions::new("u_1001", "s_77", StartDate::Immediate, month)).await.unwrap();
}

#[actix_web::test]
async fn the_program_and_its_tests_serve_different_types() {
    let harness = Harness::from_builder(integration(Postgres));
    assert_eq!(harness.customer("u_1001").await.unwrap_err().code(), 503);
}
