//! The smallest integration: three controllers and the cancel action, with data in memory. Start it and read:
//! `CK_INTEGRATION_TOKEN=ck_int_0123456789 cargo run --example smallest`
//! `curl -H 'Authorization: Bearer ck_int_0123456789' 127.0.0.1:8080/churnkey/customers/u_1001/subscriptions/s_77`

use std::sync::{Mutex, MutexGuard, PoisonError};

use churnkey::chrono::{DateTime, Days, Months, Utc};
use churnkey::prelude::*;

/// Your own type: here it holds the data, in a real program a connection pool.
struct Billing {
    customers: Vec<Customer>,
    prices: Vec<Price>,
    subscriptions: Mutex<Vec<Row>>,
}

/// A subscription as it is stored. Its state follows from the dates.
struct Row {
    id: &'static str,
    customer: &'static str,
    price: Price,
    start: DateTime<Utc>,
    end: Option<DateTime<Utc>>,
}

#[churnkey::controller]
impl Customers for Billing {
    async fn retrieve(&self, id: CustomerId) -> Result<Customer> {
        let found = self.customers.iter().find(|customer| customer.id == id).cloned();
        found.ok_or_else(|| Error::not_found(format!("customer {id} does not exist")))
    }
}

#[churnkey::controller]
impl Prices for Billing {
    async fn retrieve(&self, id: PriceId) -> Result<Price> {
        let found = self.prices.iter().find(|price| price.id == id).cloned();
        found.ok_or_else(|| Error::not_found(format!("price {id} does not exist")))
    }

    async fn list(&self, page: PageRequest) -> Result<Page<Price>> {
        Page::slice(&self.prices, &page)
    }
}

#[churnkey::controller]
impl Subscriptions for Billing {
    async fn retrieve(&self, key: SubscriptionKey) -> Result<Subscription> {
        find(&mut self.rows(), &key)?.read()
    }

    async fn list(&self, customer: CustomerId, page: PageRequest) -> Result<Page<Subscription>> {
        Customers::retrieve(self, customer.clone()).await?; // 404 when there is no such customer
        let rows = self.rows();
        let theirs = rows.iter().filter(|row| customer == row.customer);
        Page::slice(&theirs.map(Row::read).collect::<Result<Vec<_>>>()?, &page)
    }
}

#[churnkey::action(cancel, schedules(immediate, end_of_period))]
impl Cancel for Billing {
    async fn handle(&self, options: CancelOptions) -> Result<()> {
        let mut rows = self.rows();
        let row = find(&mut rows, &options.subscription())?;
        let end = match options.scheduled_at {
            Schedule::Immediate => Utc::now(),
            Schedule::EndOfPeriod => row.period(Utc::now())?.end(),
        };
        // A request may come twice: the earlier end stays.
        row.end = Some(row.end.map_or(end, |known| known.min(end)));
        Ok(())
    }
}

impl Billing {
    fn rows(&self) -> MutexGuard<'_, Vec<Row>> {
        self.subscriptions.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

fn find<'a>(rows: &'a mut [Row], key: &SubscriptionKey) -> Result<&'a mut Row> {
    let mut rows = rows.iter_mut();
    rows.find(|row| key.subscription_id == row.id && key.customer_id == row.customer).ok_or_else(
        || Error::not_found(format!("subscription {} does not exist", key.subscription_id)),
    )
}

impl Row {
    fn read(&self) -> Result<Subscription> {
        let now = Utc::now();
        let status = match self.end {
            Some(end) if end <= now => Status::canceled(end),
            _ => Status::active(self.period(now)?),
        };
        let items = [Item::new("it_1", self.price.clone())];
        Ok(Subscription::new(
            self.id,
            self.customer,
            status,
            self.start,
            BillingCycle::MONTHLY,
            items,
        ))
    }

    /// The billing month at `now`.
    fn period(&self, now: DateTime<Utc>) -> Result<Period> {
        let begin = |month| self.start + Months::new(month);
        let next = (1..1200).find(|month| begin(*month) > now).unwrap_or(1);
        Ok(Period::new(begin(next - 1), begin(next))?)
    }
}

#[actix_web::main]
async fn main() -> std::io::Result<()> {
    let price =
        Price::standalone("p_month", BillingCycle::MONTHLY, Amount::flat(Currency::EUR, 900));
    let start = Utc::now() - Days::new(45);
    let row = Row { id: "s_77", customer: "u_1001", price: price.clone(), start, end: None };
    churnkey::serve(Billing {
        customers: vec![Customer::new("u_1001").name("Mina").email("mina@example.org")],
        prices: vec![price],
        subscriptions: Mutex::new(vec![row]),
    })
    .await
}
