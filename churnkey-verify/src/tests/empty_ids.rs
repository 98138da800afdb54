//! An object without an id is not sent, and the merchant can see why.

use churnkey_runtime::prelude::*;

use crate::testing::{Harness, verify};

/// A merchant whose database has an empty id in a row.
struct Careless;

#[churnkey_runtime::controller]
impl Customers for Careless {
    async fn retrieve(&self, id: CustomerId) -> Result<Customer> {
        Err(Error::not_found(format!("customer {id} does not exist")))
    }
}

#[churnkey_runtime::controller]
impl Prices for Careless {
    async fn retrieve(&self, id: PriceId) -> Result<Price> {
        Err(Error::not_found(format!("price {id} does not exist")))
    }

    async fn list(&self, _: PageRequest) -> Result<Page<Price>> {
        let price = |id: &str| {
            Price::standalone(id, BillingCycle::MONTHLY, Amount::flat(Currency::EUR, 900))
        };
        Ok(Page::last(["p_1", ""].map(price)))
    }
}

#[churnkey_runtime::controller]
impl Subscriptions for Careless {
    async fn retrieve(&self, key: SubscriptionKey) -> Result<Subscription> {
        Err(Error::not_found(format!("subscription {} does not exist", key.subscription_id)))
    }
}

#[actix_web::test]
async fn a_page_with_an_empty_id_is_a_500_that_the_verifier_reports() {
    let refused = Harness::new(Careless).prices(&PageRequest::new(10)).await.unwrap_err();
    assert_eq!(refused.code(), 500);
    let report = verify(Careless).await;
    assert!(report.to_string().contains("failed  paging.shape"), "{report}");
}
