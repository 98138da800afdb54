//! A merchant in memory, with every module and working actions.

use std::sync::Arc;
use std::sync::Mutex;
use std::sync::atomic::{AtomicUsize, Ordering};

use churnkey::actions::{ActionDuration, Schedule, StartDate};
use churnkey::chrono::{DateTime, TimeDelta, Utc};
use churnkey::models::{Address, Percent, Redemptions, Tier, TierMode};
use churnkey::prelude::*;

/// A mistake that it can have.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Mistake {
    Nothing,
    /// Prices belong to a product that does not exist.
    Product,
    /// A pause is answered but not carried out.
    Pause,
    /// A refused pause changes something.
    HalfDone,
    /// A customer's e-mail address finds another customer.
    Email,
    /// A list is slow.
    Slow,
    /// A family cannot be read from the ledger.
    Ledger,
    /// The same, with only a text for an error.
    Text,
}

/// An error of the merchant's own.
#[derive(Debug)]
pub struct Torn;

impl std::fmt::Display for Torn {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("the ledger is torn")
    }
}

impl std::error::Error for Torn {}

#[derive(Clone)]
pub struct Shop {
    mistake: Mistake,
    subscriptions: Arc<Mutex<Vec<Subscription>>>,
    /// How often an action was reached.
    pub actions: Arc<AtomicUsize>,
}

pub const NAME: &str = "Mina-of-the-tests";
pub const EMAIL: &str = "mina+shop@private.example";
pub const PHONE: &str = "+4915199887766";

fn at(days: i64) -> DateTime<Utc> {
    Utc::now() + TimeDelta::days(days)
}

fn period(from: i64, to: i64) -> Period {
    Period::new(at(from), at(to)).unwrap()
}

impl Shop {
    pub fn new() -> Self {
        Self::with(Mistake::Nothing)
    }

    pub fn with(mistake: Mistake) -> Self {
        let [monthly, yearly, _] = Self::prices(mistake);
        let subscription = |id: &str, customer: &str, status, price: &Price| {
            Subscription::new(
                id,
                customer,
                status,
                at(-90),
                price.duration,
                [Item::new(format!("it_{id}"), price.clone())],
            )
        };
        let subscriptions = vec![
            subscription("s_1", "u_1", Status::active(period(-10, 20)), &monthly)
                .discount(Discount::new(Self::coupons()[0].clone()).start(at(-10))),
            subscription("s_2", "u_1", Status::active(period(-10, 355)), &yearly),
            subscription("s_3", "u/2", Status::in_trial(period(-4, 10)), &monthly),
        ];
        Self {
            mistake,
            subscriptions: Arc::new(Mutex::new(subscriptions)),
            actions: Arc::default(),
        }
    }

    fn prices(mistake: Mistake) -> [Price; 3] {
        let product = if mistake == Mistake::Product { "prod_gone" } else { "prod_1" };
        let tiers = [Tier::up_to(100).unit(5), Tier::rest().unit(3)];
        [
            Price::product(
                "p_m",
                product,
                BillingCycle::MONTHLY,
                Amount::per_unit(Currency::EUR, 900),
            ),
            Price::product("p_y", product, BillingCycle::YEARLY, Amount::flat(Currency::EUR, 9900)),
            Price::product(
                "p_t",
                product,
                BillingCycle::MONTHLY,
                Amount::tiered(Currency::EUR, TierMode::Graduated, tiers).unwrap(),
            ),
        ]
    }

    fn coupons() -> [Coupon; 5] {
        let percent = |percent| CouponValue::percentage(Percent::new(percent).unwrap());
        [
            Coupon::new("c_1", CouponDuration::Forever, percent(15.0)),
            // These cannot be applied.
            Coupon::new("c_used_up", CouponDuration::Once, percent(10.0))
                .redemptions(Redemptions::new().max(5).current(5)),
            Coupon::new("c_expired", CouponDuration::Once, percent(10.0))
                .expires_at("2020-01-01T00:00:00Z".parse().unwrap()),
            Coupon::new("c_dollars", CouponDuration::Once, CouponValue::flat(Currency::USD, 500)),
            Coupon::new("c_2", CouponDuration::Once, percent(50.0)).code("HALF"),
        ]
    }

    fn customers() -> Vec<Customer> {
        let mina = Customer::new("u_1").name(NAME).email(EMAIL).phone(PHONE);
        let mina = mina.address(Address::new().line1("Secret Street 5")).metadata("tier", "gold");
        let others =
            (3..15).map(|n| Customer::new(format!("u_{n}")).email(format!("u{n}@b.example")));
        // An id that has to be percent-encoded in a path.
        let jo = Customer::new("u/2").phone("+15550100");
        let named_by_email = Customer::new("id@private.example").phone("+15550101");
        std::iter::once(mina).chain([jo, named_by_email]).chain(others).collect()
    }

    fn change(
        &self,
        key: &SubscriptionKey,
        change: impl FnOnce(&mut Subscription) -> Result<()>,
    ) -> Result<()> {
        self.actions.fetch_add(1, Ordering::Relaxed);
        let mut all = self.subscriptions.lock().unwrap();
        let found = all
            .iter_mut()
            .find(|one| one.id == key.subscription_id && one.customer_id == key.customer_id);
        let found = found.ok_or_else(|| Error::not_found("no such subscription"))?;
        if found.status.is_canceled() {
            return Err(Error::bad_request("it is canceled"));
        }
        change(found)
    }
}

fn find<T: Clone>(all: impl IntoIterator<Item = T>, is: impl Fn(&T) -> bool) -> Result<T> {
    all.into_iter().find(is).ok_or_else(|| Error::not_found("there is no such object"))
}

#[churnkey::controller]
impl Customers for Shop {
    async fn retrieve(&self, id: CustomerId) -> Result<Customer> {
        find(Self::customers(), |one| one.id == id)
    }

    async fn list(&self, page: PageRequest) -> Result<Page<Customer>> {
        Page::slice(&Self::customers(), &page)
    }

    async fn find_by_email(&self, email: String) -> Result<Customer> {
        let found = find(Self::customers(), |one| one.email.as_ref() == Some(&email))?;
        if self.mistake == Mistake::Email {
            return find(Self::customers(), |one| one.id != found.id && one.email.is_some());
        }
        Ok(found)
    }

    async fn find_by_phone(&self, phone: String) -> Result<Customer> {
        find(Self::customers(), |one| one.phone.as_ref() == Some(&phone))
    }
}

#[churnkey::controller(type = product)]
impl Prices for Shop {
    async fn retrieve(&self, id: PriceId) -> Result<Price> {
        find(Self::prices(self.mistake), |one| one.id == id)
    }

    async fn list(&self, page: PageRequest) -> Result<Page<Price>> {
        Page::slice(&Self::prices(self.mistake), &page)
    }
}

#[churnkey::controller]
impl Subscriptions for Shop {
    async fn retrieve(&self, key: SubscriptionKey) -> Result<Subscription> {
        let all = self.subscriptions.lock().unwrap().clone();
        find(all, |one| one.id == key.subscription_id && one.customer_id == key.customer_id)
    }

    async fn list(&self, customer: CustomerId, page: PageRequest) -> Result<Page<Subscription>> {
        let all = self.subscriptions.lock().unwrap().clone();
        let of: Vec<_> = all.into_iter().filter(|one| one.customer_id == customer).collect();
        Page::slice(&of, &page)
    }
}

#[churnkey::controller]
impl Coupons for Shop {
    async fn retrieve(&self, id: CouponId) -> Result<Coupon> {
        find(Self::coupons(), |one| one.id == id)
    }

    async fn list(&self, page: PageRequest) -> Result<Page<Coupon>> {
        Page::slice(&Self::coupons(), &page)
    }
}

#[churnkey::controller(type = family)]
impl Products for Shop {
    async fn retrieve(&self, id: ProductId) -> Result<Product> {
        find([Product::family("prod_1", "fam_1", "Team")], |one| one.id == id)
    }

    async fn list(&self, _: PageRequest) -> Result<Page<Product>> {
        if self.mistake == Mistake::Slow {
            churnkey::actix_web::rt::time::sleep(std::time::Duration::from_mins(1)).await;
        }
        Ok(Page::last([Product::family("prod_1", "fam_1", "Team")]))
    }
}

#[churnkey::controller]
impl Families for Shop {
    async fn retrieve(&self, id: FamilyId) -> Result<Family> {
        match self.mistake {
            Mistake::Ledger => Err(std::io::Error::other(Torn))?,
            Mistake::Text => Err("no such family")?,
            _ => find([Family::new("fam_1", "Work")], |one| one.id == id),
        }
    }

    async fn list(&self, _: PageRequest) -> Result<Page<Family>> {
        Ok(Page::last([Family::new("fam_1", "Work")]))
    }
}

#[churnkey::action(cancel, schedules(immediate, end_of_period), unpause)]
impl Cancel for Shop {
    async fn handle(&self, options: CancelOptions) -> Result<()> {
        self.change(&options.subscription(), |subscription| {
            if options.scheduled_at == Schedule::Immediate {
                subscription.status = Status::canceled(Utc::now());
            } else {
                subscription.metadata.insert("cancels".to_owned(), "later".to_owned());
            }
            Ok(())
        })
    }
}

#[churnkey::action(pause, start_dates(immediate, end_of_period), durations(period, date))]
impl Pause for Shop {
    async fn handle(&self, options: PauseOptions) -> Result<()> {
        let mistake = self.mistake;
        self.change(&options.subscription(), |subscription| {
            if mistake == Mistake::HalfDone {
                let note = format!("asked at {}", Utc::now().to_rfc3339());
                subscription.metadata.insert("note".to_owned(), note);
            }
            if !options.allow_annual && subscription.duration.unit == CycleUnit::Year {
                return Err(Error::bad_request("yearly subscriptions cannot be paused"));
            }
            if options.start_at == StartDate::Immediate && mistake != Mistake::Pause {
                if subscription.status.is_paused() {
                    return Err(Error::bad_request("it is paused already"));
                }
                let now = Utc::now();
                let pause = PausePeriod::between(now, options.duration.end(now)?)?;
                subscription.status = Status::paused(pause);
            }
            Ok(())
        })
    }
}

#[churnkey::action(apply_coupon)]
impl ApplyCoupon for Shop {
    async fn handle(&self, options: ApplyCouponOptions) -> Result<()> {
        let coupon = find(Self::coupons(), |one| one.id == options.coupon)?;
        if !matches!(coupon.id.as_str(), "c_1" | "c_2") {
            return Err(Error::bad_request("the coupon cannot be applied"));
        }
        self.change(&options.subscription(), |subscription| {
            subscription.discounts.push(Discount::new(coupon));
            Ok(())
        })
    }
}

#[churnkey::action(change_price, schedules(immediate), prorate)]
impl ChangePrice for Shop {
    async fn handle(&self, options: ChangePriceOptions) -> Result<()> {
        let price = find(Self::prices(self.mistake), |one| one.id == options.price)?;
        self.change(&options.subscription(), |subscription| {
            subscription.duration = price.duration;
            subscription.items = vec![Item::new("it_new", price)];
            Ok(())
        })
    }
}

#[churnkey::action(extend_trial, durations(period, date), multiple)]
impl ExtendTrial for Shop {
    async fn handle(&self, options: ExtendTrialOptions) -> Result<()> {
        self.change(&options.subscription(), |subscription| {
            let Some(trial) =
                subscription.status.trial().filter(|_| subscription.status.is_trial())
            else {
                return Err(Error::bad_request("it is in no trial"));
            };
            let end = match options.duration {
                ActionDuration::Date(date) => date,
                ActionDuration::Period { .. } => options.duration.end(trial.end())?,
            };
            subscription.status = Status::in_trial(Period::new(trial.start(), end)?);
            Ok(())
        })
    }
}
