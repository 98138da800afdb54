//! The merchant's data, in memory: one customer with 100 subscriptions. Like a database's driver, it hands out copies.

use std::collections::BTreeMap;
use std::sync::{PoisonError, RwLock, RwLockReadGuard};

use chrono::{DateTime, Months, Utc};

use crate::error::ApiError;
use crate::models::{
    Address, Amount, Customer, Duration, Item, Period, Price, PriceType, Status, Subscription,
    Tier, TierMode, Unit,
};

const CUSTOMER: &str = "u_1001";
/// 2026-11-03T09:00:00Z
const PERIOD_START: i64 = 1_793_696_400;

/// The merchant.
pub struct Billing {
    customer: Customer,
    pub(crate) prices: Vec<Price>,
    subscriptions: RwLock<BTreeMap<String, Subscription>>,
    /// The status at the end of the period; a nightly job, which is no part of this, puts it in place.
    planned: RwLock<BTreeMap<String, Status>>,
}

impl Billing {
    /// Makes the data; they are the same in every run.
    #[must_use]
    pub fn open() -> Self {
        let prices = prices();
        let subscriptions = prices
            .iter()
            .cycle()
            .zip(0..100)
            .map(|(price, number)| subscription(number, price))
            .map(|subscription| (subscription.id.clone(), subscription))
            .collect();
        Self {
            customer: customer(),
            prices,
            subscriptions: RwLock::new(subscriptions),
            planned: RwLock::default(),
        }
    }

    pub(crate) fn customer(&self, id: &str) -> Result<&Customer, ApiError> {
        if id == CUSTOMER {
            return Ok(&self.customer);
        }
        Err(ApiError::not_found(format!("customer {id} does not exist")))
    }

    pub(crate) fn subscriptions(&self) -> RwLockReadGuard<'_, BTreeMap<String, Subscription>> {
        self.subscriptions.read().unwrap_or_else(PoisonError::into_inner)
    }

    pub(crate) fn subscription(&self, customer: &str, id: &str) -> Result<Subscription, ApiError> {
        let subscriptions = self.subscriptions();
        let found = subscriptions.get(id).filter(|found| found.customer_id == customer);
        found.cloned().ok_or_else(|| missing(id))
    }

    /// Changes a subscription, and plans what `change` returns for the end of its period.
    pub(crate) fn change(
        &self,
        customer: &str,
        id: &str,
        change: impl FnOnce(&mut Subscription) -> Result<Option<Status>, ApiError>,
    ) -> Result<(), ApiError> {
        let mut subscriptions = self.subscriptions.write().unwrap_or_else(PoisonError::into_inner);
        let found = subscriptions.get_mut(id).filter(|found| found.customer_id == customer);
        let planned = change(found.ok_or_else(|| missing(id))?)?;
        if let Some(planned) = planned {
            let mut all = self.planned.write().unwrap_or_else(PoisonError::into_inner);
            all.insert(id.to_owned(), planned);
        }
        Ok(())
    }
}

fn missing(id: &str) -> ApiError {
    ApiError::not_found(format!("subscription {id} does not exist"))
}

fn customer() -> Customer {
    Customer {
        id: CUSTOMER.to_owned(),
        name: Some("Mina".to_owned()),
        last_name: Some("Okafor".to_owned()),
        email: Some("mina@example.org".to_owned()),
        phone: Some("+4915112345".to_owned()),
        addresses: vec![Address {
            country: Some("DE".to_owned()),
            city: Some("Kiel".to_owned()),
            postal_code: Some("24103".to_owned()),
            line1: Some("Hafenweg 3".to_owned()),
        }],
        currency: Some("eur".to_owned()),
        metadata: BTreeMap::from([("tier".to_owned(), "gold".to_owned())]),
    }
}

fn prices() -> Vec<Price> {
    let price = |id: &str, name: &str, unit, amount| Price {
        id: id.to_owned(),
        r#type: PriceType::Standalone,
        product_id: None,
        duration: Duration { amount: 1, unit },
        amount,
        name: Some(name.to_owned()),
        description: None,
    };
    let eur = || "eur".to_owned();
    let tiers = vec![
        Tier { up_to: Some(1000), unit: Some(5) },
        Tier { up_to: Some(10_000), unit: Some(3) },
        Tier { up_to: None, unit: Some(2) },
    ];
    vec![
        price(
            "p_team_m",
            "Team monthly",
            Unit::Month,
            Amount::Fixed { currency: eur(), unit: Some(900), flat: None },
        ),
        price(
            "p_team_y",
            "Team yearly",
            Unit::Year,
            Amount::Fixed { currency: eur(), unit: None, flat: Some(9900) },
        ),
        price(
            "p_api",
            "API usage",
            Unit::Month,
            Amount::Tiered { currency: eur(), mode: TierMode::Graduated, tiers },
        ),
    ]
}

/// Every tenth one is in its trial, the others are active; every fourth one has a second item.
fn subscription(number: u64, price: &Price) -> Subscription {
    let start = DateTime::from_timestamp(PERIOD_START, 0).unwrap_or_default();
    let months = if price.duration.unit == Unit::Year { 12 } else { 1 };
    let period = Period { start, end: start + Months::new(months) };
    let status = if number % 10 == 9 {
        Status::Trial { trial: period, current_period: Some(period) }
    } else {
        Status::Active { current_period: Some(period) }
    };
    let items = if number.is_multiple_of(4) { 2 } else { 1 };
    let item = |item| Item {
        id: format!("it_{number}_{item}"),
        price: price.clone(),
        quantity: number % 7 + 1,
    };
    Subscription {
        id: format!("s_{number:03}"),
        customer_id: CUSTOMER.to_owned(),
        status,
        start: DateTime::<Utc>::from_timestamp(PERIOD_START, 0).unwrap_or_default(),
        duration: price.duration,
        items: (0..items).map(item).collect(),
        metadata: BTreeMap::from([("team".to_owned(), format!("team {number}"))]),
    }
}
