//! The fake store of `docs/testing.md`: the last test holds the page to this file.

use churnkey::prelude::*;
use churnkey::testing::Harness;

trait Store {
    async fn customer(&self, id: &CustomerId) -> Result<Option<Customer>>;
    async fn cancel(&self, key: &SubscriptionKey) -> Result<()>;
}

struct Billing<S> {
    store: S,
}

#[churnkey::controller]
impl<S: Store> Customers for Billing<S> {
    async fn retrieve(&self, id: CustomerId) -> Result<Customer> {
        let found = self.store.customer(&id).await?;
        found.ok_or_else(|| Error::not_found(format!("customer {id} does not exist")))
    }
}

#[churnkey::controller]
impl<S: Store> Prices for Billing<S> {
    async fn retrieve(&self, id: PriceId) -> Result<Price> {
        Err(Error::not_found(format!("price {id} does not exist")))
    }

    async fn list(&self, page: PageRequest) -> Result<Page<Price>> {
        Page::slice(&[], &page)
    }
}

#[churnkey::controller]
impl<S: Store> Subscriptions for Billing<S> {
    async fn retrieve(&self, key: SubscriptionKey) -> Result<Subscription> {
        Customers::retrieve(self, key.customer_id).await?;
        Err(Error::not_found(format!("subscription {} does not exist", key.subscription_id)))
    }
}

#[churnkey::action(cancel, schedules(immediate))]
impl<S: Store> Cancel for Billing<S> {
    async fn handle(&self, options: CancelOptions) -> Result<()> {
        self.store.cancel(&options.subscription()).await
    }
}

struct Fake;

impl Store for Fake {
    async fn customer(&self, id: &CustomerId) -> Result<Option<Customer>> {
        Ok((id.as_str() == "u_1001").then(|| Customer::new(id.clone())))
    }
    async fn cancel(&self, _: &SubscriptionKey) -> Result<()> {
        Err(Error::new(409, "it is canceled already"))
    }
}

churnkey::register!(Billing<Fake>: Customers, Prices, Subscriptions, Cancel);

#[actix_web::test]
async fn what_the_store_says_is_what_churnkey_reads() {
    let harness = Harness::new(Billing { store: Fake });
    assert_eq!(harness.customer("u_2").await.unwrap_err().code(), 404);
    let cancel = CancelOptions::new("u_1001", "s_77", Schedule::Immediate);
    assert_eq!(harness.cancel(&cancel).await.unwrap_err().code(), 409);
}

#[test]
fn the_page_on_tests_shows_this_store() {
    let (page, file) = (include_str!("../../docs/testing.md"), include_str!("fake_store.rs"));
    let section = page.split("## A fake store").nth(1).unwrap();
    let section = section.split("\n## ").next().unwrap();
    let blocks: Vec<&str> = section.split("```").skip(1).step_by(2).collect();
    assert_eq!(blocks.len(), 2);
    for block in blocks {
        let block = block.strip_prefix("rust,ignore\n").unwrap();
        for part in block.split("\n…\n") {
            assert!(file.contains(part.trim()), "{part}");
        }
    }
}
