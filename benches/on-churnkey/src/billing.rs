//! The merchant's data, in memory: one customer with 100 subscriptions. Like a database's driver, it hands out copies.

use std::collections::BTreeMap;
use std::sync::{PoisonError, RwLock, RwLockReadGuard};

use churnkey::chrono::{DateTime, Months};
use churnkey::models::InvalidModel;
use churnkey::prelude::*;

const CUSTOMER: &str = "u_1001";
/// 2026-11-03T09:00:00Z
const PERIOD_START: i64 = 1_793_696_400;

/// The merchant.
pub struct Billing {
    customer: Customer,
    pub(crate) prices: Vec<Price>,
    subscriptions: RwLock<BTreeMap<String, Subscription>>,
    /// The status at the end of the period; a nightly job, which is not part of this, puts it in place.
    planned: RwLock<BTreeMap<String, Status>>,
}

impl Billing {
    /// Makes the data; they are the same in every run.
    pub fn open() -> Result<Self, InvalidModel> {
        let prices = prices()?;
        let subscriptions = prices
            .iter()
            .cycle()
            .zip(0..100)
            .map(|(price, number)| subscription(number, price))
            .map(|subscription| subscription.map(|made| (made.id.to_string(), made)))
            .collect::<Result<_, _>>()?;
        Ok(Self {
            customer: customer(),
            prices,
            subscriptions: RwLock::new(subscriptions),
            planned: RwLock::default(),
        })
    }

    pub(crate) fn customer(&self, id: &CustomerId) -> Result<&Customer> {
        if self.customer.id == *id {
            return Ok(&self.customer);
        }
        Err(Error::not_found(format!("customer {id} does not exist")))
    }

    pub(crate) fn subscriptions(&self, page: &PageRequest) -> Result<Page<Subscription>> {
        let (offset, fetch) = (usize::try_from(page.offset()?)?, usize::try_from(page.fetch())?);
        let subscriptions = self.read();
        let rows = subscriptions.values().skip(offset).take(fetch).cloned();
        Page::by_offset(rows.collect(), page)
    }

    pub(crate) fn subscription(&self, key: &SubscriptionKey) -> Result<Subscription> {
        let subscriptions = self.read();
        let found = subscriptions.get(key.subscription_id.as_str());
        found
            .filter(|found| found.customer_id == key.customer_id)
            .cloned()
            .ok_or_else(|| missing(key))
    }

    /// Changes a subscription, and plans what `change` returns for the end of its period.
    pub(crate) fn change(
        &self,
        key: &SubscriptionKey,
        change: impl FnOnce(&mut Subscription) -> Result<Option<Status>>,
    ) -> Result<()> {
        let mut subscriptions = self.subscriptions.write().unwrap_or_else(PoisonError::into_inner);
        let found = subscriptions.get_mut(key.subscription_id.as_str());
        let found = found.filter(|found| found.customer_id == key.customer_id);
        let planned = change(found.ok_or_else(|| missing(key))?)?;
        if let Some(planned) = planned {
            let mut all = self.planned.write().unwrap_or_else(PoisonError::into_inner);
            all.insert(key.subscription_id.to_string(), planned);
        }
        Ok(())
    }

    fn read(&self) -> RwLockReadGuard<'_, BTreeMap<String, Subscription>> {
        self.subscriptions.read().unwrap_or_else(PoisonError::into_inner)
    }
}

fn missing(key: &SubscriptionKey) -> Error {
    Error::not_found(format!("subscription {} does not exist", key.subscription_id))
}

fn customer() -> Customer {
    let address =
        Address::new().country("DE").city("Kiel").postal_code("24103").line1("Hafenweg 3");
    Customer::new(CUSTOMER)
        .name("Mina")
        .last_name("Okafor")
        .email("mina@example.org")
        .phone("+4915112345")
        .address(address)
        .currency(Currency::EUR)
        .metadata("tier", "gold")
}

fn prices() -> Result<Vec<Price>, InvalidModel> {
    let tiers = [Tier::up_to(1000).unit(5), Tier::up_to(10_000).unit(3), Tier::rest().unit(2)];
    let usage = Amount::tiered(Currency::EUR, TierMode::Graduated, tiers)?;
    Ok(vec![
        Price::standalone("p_team_m", BillingCycle::MONTHLY, Amount::per_unit(Currency::EUR, 900))
            .name("Team monthly"),
        Price::standalone("p_team_y", BillingCycle::YEARLY, Amount::flat(Currency::EUR, 9900))
            .name("Team yearly"),
        Price::standalone("p_api", BillingCycle::MONTHLY, usage).name("API usage"),
    ])
}

/// Every tenth one is in its trial, the others are active; every fourth one has a second item.
fn subscription(number: u64, price: &Price) -> Result<Subscription, InvalidModel> {
    let start = DateTime::from_timestamp(PERIOD_START, 0).unwrap_or_default();
    let months = if price.duration.unit == CycleUnit::Year { 12 } else { 1 };
    let period = Period::new(start, start + Months::new(months))?;
    let status = if number % 10 == 9 { Status::in_trial(period) } else { Status::active(period) };
    let items = if number.is_multiple_of(4) { 2 } else { 1 };
    let item =
        |item| Item::new(format!("it_{number}_{item}"), price.clone()).quantity(number % 7 + 1);
    let subscription = Subscription::new(
        format!("s_{number:03}"),
        CUSTOMER,
        status,
        start,
        price.duration,
        (0..items).map(item),
    );
    Ok(subscription.metadata("team", format!("team {number}")))
}
