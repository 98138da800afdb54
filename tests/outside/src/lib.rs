//! Each merchant is a file under `tests/` or a program under `src/bin/`: what it serves, and that it does. Here is what the
//! programs share: one customer with one subscription, who can leave.

use std::sync::atomic::{AtomicBool, Ordering};

use churnkey::chrono::{TimeDelta, Utc};
use churnkey::prelude::*;

#[derive(Default)]
pub struct Billing {
    canceled: AtomicBool,
}

fn price(id: impl Into<PriceId>) -> Price {
    Price::standalone(id, BillingCycle::MONTHLY, Amount::flat(Currency::EUR, 900))
}

#[churnkey::controller]
impl Customers for Billing {
    async fn retrieve(&self, id: CustomerId) -> Result<Customer> {
        Ok(Customer::new(id).name("Mina"))
    }
}

#[churnkey::controller]
impl Prices for Billing {
    async fn retrieve(&self, id: PriceId) -> Result<Price> {
        Ok(price(id))
    }

    async fn list(&self, page: PageRequest) -> Result<Page<Price>> {
        Page::slice(&[price("p_month")], &page)
    }
}

#[churnkey::controller]
impl Subscriptions for Billing {
    async fn retrieve(&self, key: SubscriptionKey) -> Result<Subscription> {
        let start = Utc::now() - TimeDelta::days(3);
        let period = Period::new(start, start + TimeDelta::days(30))?;
        let status = match self.canceled.load(Ordering::Relaxed) {
            true => Status::canceled(Utc::now()),
            false => Status::active(period),
        };
        let SubscriptionKey { customer_id, subscription_id, .. } = key;
        let items = [Item::new("it_1", price("p_month"))];
        Ok(Subscription::new(
            subscription_id,
            customer_id,
            status,
            start,
            BillingCycle::MONTHLY,
            items,
        ))
    }
}

#[churnkey::action(cancel, schedules(immediate))]
impl Cancel for Billing {
    async fn handle(&self, _: CancelOptions) -> Result<()> {
        // Long enough to be on its way when the program is asked to stop.
        churnkey::actix_web::rt::time::sleep(std::time::Duration::from_millis(1500)).await;
        self.canceled.store(true, Ordering::Relaxed);
        println!("canceled");
        Ok(())
    }
}

/// What a habit of one's own may cost.
#[test]
fn each_merchant_is_short() {
    for folder in ["tests", "src/bin"] {
        let folder = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join(folder);
        let files = std::fs::read_dir(folder).unwrap().map(|file| file.unwrap().path());
        for path in files.filter(|path| path.is_file()) {
            let lines = std::fs::read_to_string(&path).unwrap().lines().count();
            assert!(lines <= 150, "{} has {lines} lines", path.display());
        }
    }
}
