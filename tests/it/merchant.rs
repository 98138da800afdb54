//! A merchant with every module and every optional method, whose ids say how a call ends.

use std::sync::{Arc, Mutex};
use std::time::Duration;

use actix_web::rt::time::sleep;
use churnkey::Integration;
use churnkey::prelude::*;

use crate::client::TOKEN;

/// `missing` does not exist, `broken` has a failing database, `breaks_later` after 50 ms, `panic` panics, `slow_100` takes 100 ms, `hangs` never ends,
/// anything else is there.
#[derive(Clone, Default)]
pub(crate) struct Shop {
    pub(crate) name: &'static str,
    calls: Arc<Mutex<Vec<String>>>,
}

impl Shop {
    pub(crate) fn named(name: &'static str) -> Self {
        Self { name, ..Self::default() }
    }

    pub(crate) fn integration(&self) -> Integration {
        Integration::builder(self.clone()).token(TOKEN).build().unwrap()
    }

    /// What reached the merchant's code since the last look.
    pub(crate) fn calls(&self) -> Vec<String> {
        std::mem::take(&mut self.calls.lock().unwrap())
    }

    pub(crate) fn note(&self, call: String) {
        self.calls.lock().unwrap().push(call);
    }
}

async fn there(id: &str) -> Result<()> {
    match id {
        "missing" => Err(Error::not_found("it does not exist")),
        "broken" => Err(std::io::Error::other("password of the database: hunter2"))?,
        "breaks_later" => {
            sleep(Duration::from_millis(50)).await;
            Err(std::io::Error::other("password of the database: hunter2"))?
        }
        slow if slow.starts_with("slow_") => {
            sleep(Duration::from_millis(slow["slow_".len()..].parse()?)).await;
            Ok(())
        }
        "hangs" => std::future::pending().await,
        "panic" => panic!("a bug in the merchant's code"),
        _ => Ok(()),
    }
}

pub(crate) fn price(id: impl Into<PriceId>) -> Price {
    Price::product(id, "prod_1", BillingCycle::MONTHLY, Amount::per_unit(Currency::EUR, 900))
}

pub(crate) fn coupon(id: impl Into<CouponId>) -> Coupon {
    Coupon::new(id, CouponDuration::Once, CouponValue::flat(Currency::USD, 500))
}

pub(crate) fn subscription(
    id: impl Into<SubscriptionId>,
    customer: impl Into<CustomerId>,
) -> Subscription {
    let start = "2026-02-03T09:00:00Z".parse().unwrap();
    let end = "2026-03-03T09:00:00Z".parse().unwrap();
    let status = Status::active(Period::new(start, end).unwrap());
    Subscription::new(
        id,
        customer,
        status,
        start,
        BillingCycle::MONTHLY,
        [Item::new("it_1", price("p_1"))],
    )
}

#[churnkey::controller]
impl Customers for Shop {
    async fn retrieve(&self, id: CustomerId) -> Result<Customer> {
        self.note(format!("customer {id}"));
        there(id.as_str()).await?;
        let address = Address::new().line1("Hafenweg 3").city("Kiel");
        let customer = Customer::new(id).name(self.name).last_name("Okafor").address(address);
        Ok(customer.email("mina@example.org").phone("+4915112345"))
    }

    async fn list(&self, page: PageRequest) -> Result<Page<Customer>> {
        self.note(format!("customers {page:?}"));
        let all: Vec<_> = (0..250).map(|number| Customer::new(format!("u_{number}"))).collect();
        Page::slice(&all, &page)
    }

    async fn find_by_email(&self, email: String) -> Result<Customer> {
        self.note(format!("email {email}"));
        there(&email).await?;
        Ok(Customer::new("u_1").email(email))
    }

    async fn find_by_phone(&self, phone: String) -> Result<Customer> {
        self.note(format!("phone {phone}"));
        there(&phone).await?;
        Ok(Customer::new("u_1").phone(phone))
    }
}

#[churnkey::controller(type = product)]
impl Prices for Shop {
    async fn retrieve(&self, id: PriceId) -> Result<Price> {
        there(id.as_str()).await?;
        Ok(price(id))
    }

    async fn list(&self, page: PageRequest) -> Result<Page<Price>> {
        Page::slice(&[price("p_1"), price("p_2")], &page)
    }
}

#[churnkey::controller]
impl Subscriptions for Shop {
    async fn retrieve(&self, key: SubscriptionKey) -> Result<Subscription> {
        self.note(format!("subscription {} of {}", key.subscription_id, key.customer_id));
        there(key.subscription_id.as_str()).await?;
        let owner = match key.subscription_id.as_str() {
            "stolen" => CustomerId::new("somebody_else"),
            _ => key.customer_id,
        };
        Ok(subscription(key.subscription_id, owner))
    }

    async fn list(&self, customer: CustomerId, page: PageRequest) -> Result<Page<Subscription>> {
        self.note(format!("subscriptions of {customer}"));
        there(customer.as_str()).await?;
        Page::slice(&[subscription("s_1", customer.clone()), subscription("s_2", customer)], &page)
    }
}

#[churnkey::controller]
impl Coupons for Shop {
    async fn retrieve(&self, id: CouponId) -> Result<Coupon> {
        there(id.as_str()).await?;
        Ok(coupon(id))
    }

    async fn list(&self, page: PageRequest) -> Result<Page<Coupon>> {
        Page::slice(&[coupon("c_1")], &page)
    }
}

#[churnkey::controller(type = family)]
impl Products for Shop {
    async fn retrieve(&self, id: ProductId) -> Result<Product> {
        there(id.as_str()).await?;
        Ok(Product::family(id, "fam_1", "Team"))
    }

    async fn list(&self, page: PageRequest) -> Result<Page<Product>> {
        Page::slice(&[Product::family("prod_1", "fam_1", "Team")], &page)
    }
}

#[churnkey::controller]
impl Families for Shop {
    async fn retrieve(&self, id: FamilyId) -> Result<Family> {
        there(id.as_str()).await?;
        Ok(Family::new(id, "Work tools"))
    }

    async fn list(&self, page: PageRequest) -> Result<Page<Family>> {
        Page::slice(&[Family::new("fam_1", "Work tools")], &page)
    }
}

#[churnkey::action(cancel, schedules(immediate, end_of_period), unpause)]
impl Cancel for Shop {
    async fn handle(&self, options: CancelOptions) -> Result<()> {
        there(options.subscription_id.as_str()).await?;
        self.note(format!("{options:?} {}", options.raw()));
        Ok(())
    }

    async fn handle_all(&self, options: CancelAllOptions) -> Result<()> {
        there(options.customer_id.as_str()).await?;
        self.note(format!("{options:?}"));
        Ok(())
    }
}

#[churnkey::action(
    pause,
    start_dates(immediate, end_of_period),
    durations(period, date),
    allow_annual
)]
impl Pause for Shop {
    async fn handle(&self, options: PauseOptions) -> Result<()> {
        there(options.subscription_id.as_str()).await?;
        self.note(format!("{options:?}"));
        Ok(())
    }

    async fn handle_all(&self, options: PauseAllOptions) -> Result<()> {
        there(options.customer_id.as_str()).await?;
        self.note(format!("{options:?}"));
        Ok(())
    }
}

#[churnkey::action(apply_coupon)]
impl ApplyCoupon for Shop {
    async fn handle(&self, options: ApplyCouponOptions) -> Result<()> {
        there(options.subscription_id.as_str()).await?;
        self.note(format!("{options:?}"));
        Ok(())
    }
}

#[churnkey::action(change_price, schedules(immediate, end_of_period), prorate)]
impl ChangePrice for Shop {
    async fn handle(&self, options: ChangePriceOptions) -> Result<()> {
        there(options.subscription_id.as_str()).await?;
        self.note(format!("{options:?}"));
        Ok(())
    }
}

#[churnkey::action(extend_trial, durations(period, date), multiple)]
impl ExtendTrial for Shop {
    async fn handle(&self, options: ExtendTrialOptions) -> Result<()> {
        there(options.subscription_id.as_str()).await?;
        self.note(format!("{options:?}"));
        Ok(())
    }
}

/// A second context in the same binary: the least that is an integration, with the narrowest declarations.
#[derive(Clone, Default)]
pub(crate) struct Kiosk(pub(crate) Shop);

impl Kiosk {
    pub(crate) fn integration(&self) -> Integration {
        Integration::builder(self.clone()).token(TOKEN).build().unwrap()
    }
}

#[churnkey::controller]
impl Customers for Kiosk {
    async fn retrieve(&self, id: CustomerId) -> Result<Customer> {
        Ok(Customer::new(id))
    }
}

#[churnkey::controller]
impl Prices for Kiosk {
    async fn retrieve(&self, id: PriceId) -> Result<Price> {
        Ok(Price::standalone(id, BillingCycle::YEARLY, Amount::flat(Currency::JPY, 9900)))
    }

    async fn list(&self, _: PageRequest) -> Result<Page<Price>> {
        Ok(Page::last([]))
    }
}

#[churnkey::controller]
impl Subscriptions for Kiosk {
    async fn retrieve(&self, key: SubscriptionKey) -> Result<Subscription> {
        Ok(subscription(key.subscription_id, key.customer_id))
    }
}

#[churnkey::action(cancel, schedules(end_of_period))]
impl Cancel for Kiosk {
    async fn handle(&self, options: CancelOptions) -> Result<()> {
        self.0.note(format!("{options:?}"));
        Ok(())
    }
}

#[churnkey::action(pause, start_dates(end_of_period), durations(period))]
impl Pause for Kiosk {
    async fn handle(&self, options: PauseOptions) -> Result<()> {
        self.0.note(format!("allow_annual: {}", options.allow_annual));
        Ok(())
    }
}

#[churnkey::action(change_price, schedules(end_of_period))]
impl ChangePrice for Kiosk {
    async fn handle(&self, options: ChangePriceOptions) -> Result<()> {
        self.0.note(format!("{options:?}"));
        Ok(())
    }
}

#[churnkey::action(extend_trial, durations(date))]
impl ExtendTrial for Kiosk {
    async fn handle(&self, options: ExtendTrialOptions) -> Result<()> {
        self.0.note(format!("{options:?}"));
        Ok(())
    }
}
