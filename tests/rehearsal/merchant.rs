//! A merchant in memory with all actions, whose faults can be switched on while it runs.

use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use churnkey::actions::{ActionDuration, Schedule, StartDate};
use churnkey::chrono::{DateTime, TimeDelta, Utc};
use churnkey::models::Percent;
use churnkey::prelude::*;
use churnkey::serde_json::Value;

/// What goes wrong with each action.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Fault {
    /// It is answered with 500.
    Breaks,
    /// It is answered with 400.
    Refuses,
    /// It takes five seconds.
    Hangs,
    /// It is answered with 200, and nothing is done.
    NoEffect,
    /// It is refused, and done all the same.
    HalfDone,
}

#[derive(Clone)]
pub(crate) struct Studio {
    state: Arc<Mutex<State>>,
}

pub(crate) struct State {
    pub(crate) fault: Option<Fault>,
    /// The bodies of the actions, in the order in which they came.
    pub(crate) asked: Vec<(&'static str, Value)>,
    customers: Vec<Customer>,
    subscriptions: Vec<Subscription>,
}

fn at(days: i64) -> DateTime<Utc> {
    Utc::now() + TimeDelta::days(days)
}

fn prices() -> [Price; 4] {
    let flat = |id: &str, name: &str, currency, amount| {
        Price::standalone(id, BillingCycle::MONTHLY, Amount::flat(currency, amount)).name(name)
    };
    [
        flat("p_large", "Home monthly", Currency::EUR, 1500),
        flat("p_small", "Solo monthly", Currency::EUR, 900),
        flat("p_yen", "円", Currency::JPY, 1200),
        Price::standalone("p_year", BillingCycle::YEARLY, Amount::flat(Currency::EUR, 15_000))
            .name("Home yearly"),
    ]
}

fn coupons() -> [Coupon; 2] {
    let half = CouponValue::percentage(Percent::new(50.0).unwrap());
    [
        Coupon::new("c_half", CouponDuration::Once, half).name("Half off"),
        Coupon::new("c_dollars", CouponDuration::Once, CouponValue::flat(Currency::USD, 500)),
    ]
}

impl Studio {
    /// `u_1` has an active monthly subscription and one in its trial, `u_2` a yearly one, `u_3` two active ones, `u_4` one in yen,
    /// `u_5` one.
    pub(crate) fn new() -> Self {
        let period = |from, to| Period::new(at(from), at(to)).unwrap();
        let [large, small, yen, year] = prices();
        let subscription = |id: &str, customer: &str, status, price: &Price| {
            let item = Item::new(format!("it_{id}"), price.clone());
            Subscription::new(id, customer, status, at(-90), price.duration, [item])
        };
        let active = || Status::active(period(-10, 20));
        let subscriptions = vec![
            subscription("s_1", "u_1", active(), &large),
            subscription("s_trial", "u_1", Status::in_trial(period(-4, 10)), &large),
            subscription("s_year", "u_2", Status::active(period(-10, 355)), &year),
            subscription("s_3a", "u_3", active(), &large),
            subscription("s_3b", "u_3", active(), &small),
            subscription("s_yen", "u_4", active(), &yen),
            subscription("s_5", "u_5", active(), &large),
        ];
        let customers = vec![
            Customer::new("u_1")
                .name("Mina")
                .last_name("Okafor")
                .email("mina@example.org")
                .phone("+4915112345"),
            Customer::new("u_2").name("Zoë <b>").email("zoe@example.org"),
            Customer::new("u_3").email("three@example.org"),
            Customer::new("u_4").email("yen@example.org"),
            Customer::new("u_5").name("Ana").last_name("Silva").email("ana@example.org"),
        ];
        Self {
            state: Arc::new(Mutex::new(State {
                fault: None,
                asked: Vec::new(),
                customers,
                subscriptions,
            })),
        }
    }

    /// So many more customers, and so many more subscriptions of `u_3`.
    pub(crate) fn with_many(customers: usize, subscriptions: usize) -> Self {
        let studio = Self::new();
        let mut state = studio.state();
        for number in 0..customers {
            state.customers.push(
                Customer::new(format!("u_many_{number:05}"))
                    .email(format!("many{number}@example.org")),
            );
        }
        let pattern = state.subscriptions[3].clone();
        for number in 0..subscriptions {
            let mut one = pattern.clone();
            one.id = SubscriptionId::new(format!("s_many_{number:03}"));
            state.subscriptions.push(one);
        }
        drop(state);
        studio
    }

    pub(crate) fn state(&self) -> MutexGuard<'_, State> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }

    pub(crate) fn fault(&self, fault: impl Into<Option<Fault>>) {
        self.state().fault = fault.into();
    }

    /// The actions that were asked for, and forgets them.
    pub(crate) fn asked(&self) -> Vec<(&'static str, Value)> {
        std::mem::take(&mut self.state().asked)
    }

    async fn act(
        &self,
        action: &'static str,
        raw: Value,
        key: SubscriptionKey,
        change: impl FnOnce(&mut Subscription) -> Result<()>,
    ) -> Result<()> {
        let fault = {
            let mut state = self.state();
            state.asked.push((action, raw));
            state.fault
        };
        match fault {
            Some(Fault::Breaks) => return Err(Error::internal("the database is gone")),
            Some(Fault::Refuses) => return Err(Error::bad_request("not this month")),
            Some(Fault::NoEffect) => return Ok(()),
            Some(Fault::Hangs) => actix_web::rt::time::sleep(Duration::from_secs(5)).await,
            Some(Fault::HalfDone) | None => {}
        }
        let mut state = self.state();
        let mut all = state.subscriptions.iter_mut();
        let found =
            all.find(|one| one.id == key.subscription_id && one.customer_id == key.customer_id);
        change(found.ok_or_else(|| Error::not_found("no such subscription"))?)?;
        match fault {
            Some(Fault::HalfDone) => Err(Error::bad_request("not this month")),
            _ => Ok(()),
        }
    }
}

fn find<T: Clone>(all: impl IntoIterator<Item = T>, is: impl Fn(&T) -> bool) -> Result<T> {
    all.into_iter().find(is).ok_or_else(|| Error::not_found("there is no such object"))
}

#[churnkey::controller]
impl Customers for Studio {
    async fn retrieve(&self, id: CustomerId) -> Result<Customer> {
        find(self.state().customers.clone(), |one| one.id == id)
    }

    async fn list(&self, page: PageRequest) -> Result<Page<Customer>> {
        Page::slice(&self.state().customers, &page)
    }

    async fn find_by_email(&self, email: String) -> Result<Customer> {
        find(self.state().customers.clone(), |one| one.email.as_ref() == Some(&email))
    }

    async fn find_by_phone(&self, phone: String) -> Result<Customer> {
        find(self.state().customers.clone(), |one| one.phone.as_ref() == Some(&phone))
    }
}

#[churnkey::controller]
impl Prices for Studio {
    async fn retrieve(&self, id: PriceId) -> Result<Price> {
        find(prices(), |one| one.id == id)
    }

    async fn list(&self, page: PageRequest) -> Result<Page<Price>> {
        Page::slice(&prices(), &page)
    }
}

#[churnkey::controller]
impl Subscriptions for Studio {
    async fn retrieve(&self, key: SubscriptionKey) -> Result<Subscription> {
        let all = self.state().subscriptions.clone();
        find(all, |one| one.id == key.subscription_id && one.customer_id == key.customer_id)
    }

    async fn list(&self, customer: CustomerId, page: PageRequest) -> Result<Page<Subscription>> {
        let all = self.state().subscriptions.clone();
        let of: Vec<_> = all.into_iter().filter(|one| one.customer_id == customer).collect();
        Page::slice(&of, &page)
    }
}

#[churnkey::controller]
impl Coupons for Studio {
    async fn retrieve(&self, id: CouponId) -> Result<Coupon> {
        find(coupons(), |one| one.id == id)
    }

    async fn list(&self, page: PageRequest) -> Result<Page<Coupon>> {
        Page::slice(&coupons(), &page)
    }
}

#[churnkey::action(cancel, schedules(immediate, end_of_period), unpause)]
impl Cancel for Studio {
    async fn handle(&self, options: CancelOptions) -> Result<()> {
        let raw = options.raw();
        self.act("cancel", raw, options.subscription(), |subscription| {
            match options.scheduled_at {
                Schedule::Immediate => subscription.status = Status::canceled(Utc::now()),
                Schedule::EndOfPeriod => {
                    subscription.metadata.insert("endsAt".to_owned(), "later".to_owned());
                }
            }
            Ok(())
        })
        .await
    }

    async fn handle_all(&self, options: CancelAllOptions) -> Result<()> {
        let now = Status::canceled(Utc::now());
        let mut state = self.state();
        state.asked.push(("cancel all", options.raw()));
        let theirs =
            state.subscriptions.iter_mut().filter(|one| one.customer_id == options.customer_id);
        theirs.for_each(|one| one.status = now);
        Ok(())
    }
}

#[churnkey::action(pause, start_dates(immediate, end_of_period), durations(period, date))]
impl Pause for Studio {
    async fn handle(&self, options: PauseOptions) -> Result<()> {
        let raw = options.raw();
        self.act("pause", raw, options.subscription(), |subscription| {
            match options.start_at {
                StartDate::Immediate => {
                    let now = Utc::now();
                    let pause = PausePeriod::between(now, options.duration.end(now)?)?;
                    subscription.status = Status::paused(pause);
                }
                StartDate::EndOfPeriod => {
                    subscription.metadata.insert("pausesAt".to_owned(), "later".to_owned());
                }
            }
            Ok(())
        })
        .await
    }
}

#[churnkey::action(apply_coupon)]
impl ApplyCoupon for Studio {
    async fn handle(&self, options: ApplyCouponOptions) -> Result<()> {
        let coupon = find(coupons(), |one| one.id == options.coupon)?;
        let raw = options.raw();
        self.act("apply coupon", raw, options.subscription(), |subscription| {
            subscription.discounts.push(Discount::new(coupon));
            Ok(())
        })
        .await
    }
}

#[churnkey::action(change_price, schedules(immediate), prorate)]
impl ChangePrice for Studio {
    async fn handle(&self, options: ChangePriceOptions) -> Result<()> {
        let price = find(prices(), |one| one.id == options.price)?;
        let raw = options.raw();
        self.act("change price", raw, options.subscription(), |subscription| {
            subscription.duration = price.duration;
            subscription.items = vec![Item::new("it_new", price)];
            Ok(())
        })
        .await
    }
}

#[churnkey::action(extend_trial, durations(date))]
impl ExtendTrial for Studio {
    async fn handle(&self, options: ExtendTrialOptions) -> Result<()> {
        let raw = options.raw();
        self.act("extend trial", raw, options.subscription(), |subscription| {
            let Some(trial) = subscription.status.trial() else {
                return Err(Error::bad_request("it is not in a trial"));
            };
            let ActionDuration::Date(end) = options.duration else {
                return Err(Error::bad_request("only until a date"));
            };
            subscription.status = Status::in_trial(Period::new(trial.start(), end)?);
            Ok(())
        })
        .await
    }
}
