//! A merchant whose data layer has an error enum: each variant has its answer, given once, and methods use `?`.

use std::collections::HashMap;
use std::io;

use churnkey::prelude::*;
use churnkey::testing::Harness;
use churnkey::{Builder, Integration};

#[derive(Debug, thiserror::Error)]
enum BillingError {
    #[error("no {what} `{id}`")]
    NotFound { what: &'static str, id: String },
    #[error("the ledger is locked")]
    Locked,
    #[error("cannot read the ledger")]
    Unreadable(#[source] io::Error),
}

#[derive(Default)]
struct Ledger {
    customers: HashMap<String, String>,
    is_locked: bool,
}

impl Ledger {
    fn name(&self, id: &CustomerId) -> Result<&str, BillingError> {
        match self.customers.get(id.as_str()) {
            Some(name) if name.is_empty() => {
                Err(BillingError::Unreadable(io::Error::other("the row is empty")))
            }
            Some(name) => Ok(name),
            None => Err(BillingError::NotFound { what: "customer", id: id.to_string() }),
        }
    }

    fn cancel(&self, key: &SubscriptionKey) -> Result<(), BillingError> {
        self.name(&key.customer_id)?;
        if self.is_locked { Err(BillingError::Locked) } else { Ok(()) }
    }
}

struct Billing {
    ledger: Ledger,
}

#[churnkey::controller]
impl Customers for Billing {
    async fn retrieve(&self, id: CustomerId) -> Result<Customer> {
        let name = self.ledger.name(&id)?;
        Ok(Customer::new(id.clone()).name(name))
    }
}

#[churnkey::controller]
impl Prices for Billing {
    async fn retrieve(&self, id: PriceId) -> Result<Price> {
        Err(BillingError::NotFound { what: "price", id: id.to_string() }.into())
    }

    async fn list(&self, page: PageRequest) -> Result<Page<Price>> {
        Page::slice(&[], &page)
    }
}

#[churnkey::controller]
impl Subscriptions for Billing {
    async fn retrieve(&self, key: SubscriptionKey) -> Result<Subscription> {
        Err(BillingError::NotFound { what: "subscription", id: key.subscription_id.to_string() })?
    }
}

#[churnkey::action(cancel, schedules(immediate))]
async fn cancel(billing: &Billing, options: CancelOptions) -> Result<()> {
    Ok(billing.ledger.cancel(&options.subscription())?)
}

fn integration(billing: Billing) -> Builder<Billing> {
    Integration::builder(billing).map_error(|error: &BillingError| match error {
        BillingError::NotFound { what, .. } => {
            Some(Error::not_found(format!("this {what} does not exist")))
        }
        BillingError::Locked => Some(Error::new(503, "try again later").retry_after(5)),
        BillingError::Unreadable(_) => None,
    })
}

fn harness(is_locked: bool) -> Harness {
    let customers = [("u_1001", "Mina"), ("u_1002", "")];
    let customers = customers.map(|(id, name)| (id.to_owned(), name.to_owned())).into();
    Harness::from_builder(integration(Billing { ledger: Ledger { customers, is_locked } }))
}

#[actix_web::test]
async fn each_variant_has_its_answer() {
    let missing = harness(false).customer("u_2").await.unwrap_err();
    assert_eq!((missing.code(), missing.message()), (404, "this customer does not exist"));

    let cancel = CancelOptions::new("u_1001", "s_77", Schedule::Immediate);
    harness(false).cancel(&cancel).await.unwrap();
    let locked = harness(true).cancel(&cancel).await.unwrap_err();
    assert_eq!((locked.code(), locked.message()), (503, "try again later"));
}

#[actix_web::test]
async fn what_has_no_answer_is_internal_and_the_test_shows_its_causes() {
    let error = harness(false).customer("u_1002").await.unwrap_err();
    assert_eq!(error.code(), 500);
    assert!(!error.message().contains("ledger"), "{}", error.message());
    let causes = error.causes().unwrap().to_string();
    assert!(causes.contains("cannot read the ledger: the row is empty"), "{causes}");
}

#[actix_web::test]
async fn a_job_of_the_merchants_own_uses_the_methods_with_its_own_errors() {
    async fn greeting(billing: &Billing) -> Result<String, Box<dyn std::error::Error>> {
        let customer = Customers::retrieve(billing, "u_1001".into()).await?;
        Ok(format!("Dear {}", customer.name.unwrap_or_default()))
    }
    let customers = HashMap::from([("u_1001".to_owned(), "Mina".to_owned())]);
    let billing = Billing { ledger: Ledger { customers, is_locked: false } };
    assert_eq!(greeting(&billing).await.unwrap(), "Dear Mina");
}
