//! The least that can be served.

use std::net::SocketAddr;
use std::sync::mpsc;

use churnkey::prelude::*;
use churnkey::{Integration, Server};

use churnkey_test_support::TOKEN;

struct Shop;

#[churnkey::controller]
impl Customers for Shop {
    async fn retrieve(&self, id: CustomerId) -> Result<Customer> {
        Ok(Customer::new(id))
    }
}

#[churnkey::controller]
impl Prices for Shop {
    async fn retrieve(&self, id: PriceId) -> Result<Price> {
        Ok(Price::standalone(id, BillingCycle::MONTHLY, Amount::flat(Currency::EUR, 900)))
    }

    async fn list(&self, page: PageRequest) -> Result<Page<Price>> {
        Page::slice(&[], &page)
    }
}

#[churnkey::controller]
impl Subscriptions for Shop {
    async fn retrieve(&self, key: SubscriptionKey) -> Result<Subscription> {
        Err(Error::not_found(format!("subscription {} does not exist", key.subscription_id)))
    }
}

/// On one worker and a free port.
pub(crate) fn server() -> Server {
    let integration = Integration::builder(Shop).token(TOKEN).build().unwrap();
    integration.server().address("127.0.0.1:0").workers(1).quiet()
}

/// Serves in a thread of its own until the test process ends.
pub(crate) fn serve(server: Server) -> SocketAddr {
    let (sender, receiver) = mpsc::channel();
    std::thread::spawn(move || {
        actix_web::rt::System::new().block_on(async move {
            let bound = server.bind().unwrap();
            sender.send(bound.addresses()[0]).unwrap();
            bound.run().await.unwrap();
        });
    });
    receiver.recv().unwrap()
}
