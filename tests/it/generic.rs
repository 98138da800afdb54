//! Generic contexts: what is registered, what is forgotten, and what is asked of each instantiation.

use std::fmt::Debug;

use churnkey::prelude::*;
use churnkey::{Integration, StartError};
use serde_json::json;

use crate::client::{TOKEN, get, post};

pub(crate) trait Store: Default {
    type Problem: Debug;

    async fn customer(&self, id: &str) -> Result<Customer, Self::Problem>;
}

/// A store whose subscriptions can be paused.
pub(crate) trait Pausing: Store {}

/// `COUNT` is the number of prices.
#[derive(Default)]
struct Billing<S, const COUNT: usize = 0> {
    store: S,
}

#[churnkey::controller]
impl<S: Store, const COUNT: usize> Customers for Billing<S, COUNT>
where
    S::Problem: Debug,
{
    async fn retrieve(&self, id: CustomerId) -> Result<Customer> {
        self.store
            .customer(id.as_str())
            .await
            .map_err(|error| Error::not_found(format!("{error:?}")))
    }
}

#[churnkey::controller]
impl<S, const COUNT: usize> Prices for Billing<S, COUNT>
where
    S: Store,
{
    async fn retrieve(&self, id: PriceId) -> Result<Price> {
        Ok(Price::standalone(id, BillingCycle::MONTHLY, Amount::flat(Currency::EUR, 900)))
    }

    async fn list(&self, page: PageRequest) -> Result<Page<Price>> {
        let price = |at: usize| Amount::flat(Currency::EUR, i64::try_from(at).unwrap());
        let prices: Vec<Price> = (0..COUNT)
            .map(|at| Price::standalone(format!("p_{at}"), BillingCycle::MONTHLY, price(at)))
            .collect();
        Page::slice(&prices, &page)
    }
}

#[churnkey::controller]
impl<S: Store, const COUNT: usize> Subscriptions for Billing<S, COUNT> {
    async fn retrieve(&self, key: SubscriptionKey) -> Result<Subscription> {
        Customers::retrieve(self, key.customer_id).await?;
        Err(Error::not_found(format!("subscription {} does not exist", key.subscription_id)))
    }
}

const CANCEL_AT: u32 = line!() + 3;

#[churnkey::action(cancel, schedules(immediate))]
impl<S: Store, const COUNT: usize> Cancel for Billing<S, COUNT> {
    async fn handle(&self, options: CancelOptions) -> Result<()> {
        Customers::retrieve(self, options.customer_id).await.map(drop)
    }
}

#[churnkey::action(pause, start_dates(immediate), durations(date))]
async fn pause<S: Pausing, const COUNT: usize>(
    billing: &Billing<S, COUNT>,
    options: PauseOptions,
) -> Result<()> {
    Customers::retrieve(billing, options.customer_id).await.map(drop)
}

/// A store with one customer, of the store's own name.
macro_rules! stores {
    ($($store:ident)*) => {
        $(
            #[derive(Default)]
            pub(crate) struct $store;

            impl Store for $store {
                type Problem = String;

                async fn customer(&self, id: &str) -> Result<Customer, String> {
                    if id == stringify!($store) { Ok(Customer::new(id)) } else { Err(format!("no {id}")) }
                }
            }
        )*
    };
}

stores! { Pg Sqlite Forgotten Partly Twice }

impl Pausing for Pg {}

churnkey::register!(Billing<Pg, 3>: Customers, Prices, Subscriptions, Cancel, Pause);
churnkey::register!(Billing<Sqlite, 1>: Customers, Prices, Subscriptions, Cancel);
const PARTLY_AT: u32 = line!() + 1;
churnkey::register!(Billing<Partly>: Customers, Prices, Subscriptions);

fn build<S: Store, const COUNT: usize>() -> Result<Integration, StartError>
where
    Billing<S, COUNT>: Subscriptions,
{
    Integration::builder(Billing::<S, COUNT>::default()).token(TOKEN).build()
}

/// Why an instantiation does not start.
fn refusal<S: Store>() -> String
where
    Billing<S>: Subscriptions,
{
    build::<S, 0>().map(drop).unwrap_err().to_string()
}

#[actix_web::test]
async fn each_instantiation_is_an_integration_of_its_own() {
    let (pg, sqlite) = (build::<Pg, 3>().unwrap(), build::<Sqlite, 1>().unwrap());
    for (integration, customer, prices) in [(&pg, "Pg", 3), (&sqlite, "Sqlite", 1)] {
        let customers = get(integration, &format!("/churnkey/customers/{customer}")).await;
        assert_eq!(customers.json()["id"], customer);
        let page = get(integration, "/churnkey/prices").await.json();
        assert_eq!(page["data"].as_array().unwrap().len(), prices);
        assert_eq!(integration.manifest()["name"], "Billing");
    }
    assert_eq!(get(&pg, "/churnkey/customers/Sqlite").await.error(404), "\"no Sqlite\"");
}

#[actix_web::test]
async fn a_generic_function_is_an_action_of_those_that_list_it() {
    let (pg, sqlite) = (build::<Pg, 3>().unwrap(), build::<Sqlite, 1>().unwrap());
    let path = "/churnkey/actions/subscription/pause";
    let date = json!({ "date": "2027-01-01T00:00:00Z" });
    let pause = json!({ "customerId": "Pg", "subscriptionId": "s_1", "startAt": "immediate", "duration": date });
    let pause = pause.to_string();
    assert_eq!(post(&pg, path, pause.as_str()).await.status, 200);
    assert_eq!(pg.manifest()["actions"]["pause"]["enabled"], true);
    post(&sqlite, path, pause.as_str()).await.error(404);
    assert!(sqlite.manifest()["actions"]["pause"].is_null());
}

/// `Pause` has a stronger bound than the others, so that the store alone tells whether it is forgotten.
#[test]
fn what_nothing_registers_is_told_with_its_places_and_the_list_to_write() {
    let message = refusal::<Forgotten>();
    assert!(message.contains(&format!("`Cancel` (tests/it/generic.rs:{CANCEL_AT})")), "{message}");
    assert!(!message.contains("Pause"), "{message}");
    let list = "Write `churnkey::register!(Billing<Forgotten>: Customers, Prices, Subscriptions, Cancel);`";
    assert!(message.ends_with(list), "{message}");
}

#[test]
fn so_is_what_a_list_leaves_out_unless_it_is_left_out_at_run_time() {
    let message = refusal::<Partly>();
    let expected = format!(
        "Write `churnkey::register!(Billing<Partly>: Customers, Prices, Subscriptions, Cancel);` instead of the \
         one at tests/it/generic.rs:{PARTLY_AT}, or leave it out with `.without(churnkey::Module::Cancel)`"
    );
    assert!(message.ends_with(&expected), "{message}");

    let builder = Integration::builder(Billing::<Partly>::default()).token(TOKEN);
    let integration = builder.without(churnkey::Module::Cancel).build().unwrap();
    assert!(integration.manifest()["actions"].as_object().unwrap().is_empty());
}

#[test]
fn two_lists_that_name_the_same_are_one_error_with_both_places() {
    churnkey::register!(Billing<Twice>: Customers, Prices, Subscriptions, Cancel);
    const AGAIN: u32 = line!() + 1;
    churnkey::register!(Billing<Twice>: Prices, #[cfg(any())] Coupons, Customers);
    let message = refusal::<Twice>();
    let expected = format!(
        "list `Customers` and `Prices`, at tests/it/generic.rs:{} and at tests/it/generic.rs:{AGAIN}: \
         list each module once",
        AGAIN - 2
    );
    assert!(message.ends_with(&expected), "{message}");
}
