//! A merchant in memory with every module, every method and every argument: what the guard walks.

use std::sync::{Arc, Mutex};

use churnkey_runtime::chrono::{TimeDelta, Utc};
use churnkey_runtime::models::Percent;
use churnkey_runtime::prelude::*;

#[derive(Clone)]
pub(super) struct Everything {
    subscriptions: Arc<Mutex<Vec<Subscription>>>,
}

fn period(from: i64, to: i64) -> Period {
    let at = |days| Utc::now() + TimeDelta::days(days);
    Period::new(at(from), at(to)).unwrap()
}

fn customers() -> [Customer; 2] {
    [
        Customer::new("u_1").email("mina@example.org").phone("+15550100"),
        Customer::new("u_2").email("jo@example.org"),
    ]
}

fn prices() -> [Price; 3] {
    ["p_1", "p_2", "p_3"].map(|id| {
        let amount = Amount::flat(Currency::EUR, 900);
        Price::product(id, "prod_1", BillingCycle::YEARLY, amount)
    })
}

fn coupons() -> [Coupon; 1] {
    let value = CouponValue::percentage(Percent::new(50.0).unwrap());
    [Coupon::new("c_1", CouponDuration::Once, value)]
}

fn products() -> [Product; 1] {
    [Product::family("prod_1", "fam_1", "Team")]
}

fn families() -> [Family; 1] {
    [Family::new("fam_1", "Work")]
}

fn found<T>(all: impl IntoIterator<Item = T>, is: impl Fn(&T) -> bool) -> Result<T> {
    all.into_iter().find(is).ok_or_else(|| Error::not_found("there is no such object"))
}

impl Everything {
    pub(super) fn new() -> Self {
        let subscription = |id: &str, customer: &str, status: Status| {
            let item = Item::new(format!("it_{id}"), prices()[0].clone());
            Subscription::new(id, customer, status, Utc::now(), BillingCycle::YEARLY, [item])
        };
        let subscriptions = vec![
            subscription("s_1", "u_1", Status::active(period(-10, 20))),
            subscription("s_2", "u_1", Status::in_trial(period(-4, 10))),
        ];
        Self { subscriptions: Arc::new(Mutex::new(subscriptions)) }
    }

    fn change(
        &self,
        key: &SubscriptionKey,
        change: impl FnOnce(&mut Subscription) -> Result<()>,
    ) -> Result<()> {
        let mut all = self.subscriptions.lock().unwrap();
        let is = |one: &&mut Subscription| {
            one.id == key.subscription_id && one.customer_id == key.customer_id
        };
        change(found(all.iter_mut(), is)?)
    }
}

#[churnkey_runtime::controller]
impl Customers for Everything {
    async fn retrieve(&self, id: CustomerId) -> Result<Customer> {
        found(customers(), |one| one.id == id)
    }

    async fn list(&self, page: PageRequest) -> Result<Page<Customer>> {
        Page::slice(&customers(), &page)
    }

    async fn find_by_email(&self, email: String) -> Result<Customer> {
        found(customers(), |one| one.email.as_ref() == Some(&email))
    }

    async fn find_by_phone(&self, phone: String) -> Result<Customer> {
        found(customers(), |one| one.phone.as_ref() == Some(&phone))
    }
}

#[churnkey_runtime::controller(type = product)]
impl Prices for Everything {
    async fn retrieve(&self, id: PriceId) -> Result<Price> {
        found(prices(), |one| one.id == id)
    }

    async fn list(&self, page: PageRequest) -> Result<Page<Price>> {
        Page::slice(&prices(), &page)
    }
}

#[churnkey_runtime::controller]
impl Subscriptions for Everything {
    async fn retrieve(&self, key: SubscriptionKey) -> Result<Subscription> {
        let mut copy = Err(Error::not_found("there is no such subscription"));
        self.change(&key, |subscription| {
            copy = Ok(subscription.clone());
            Ok(())
        })?;
        copy
    }

    async fn list(&self, customer: CustomerId, page: PageRequest) -> Result<Page<Subscription>> {
        let all = self.subscriptions.lock().unwrap().clone();
        let of: Vec<_> = all.into_iter().filter(|one| one.customer_id == customer).collect();
        Page::slice(&of, &page)
    }
}

#[churnkey_runtime::controller]
impl Coupons for Everything {
    async fn retrieve(&self, id: CouponId) -> Result<Coupon> {
        found(coupons(), |one| one.id == id)
    }

    async fn list(&self, page: PageRequest) -> Result<Page<Coupon>> {
        Page::slice(&coupons(), &page)
    }
}

#[churnkey_runtime::controller(type = family)]
impl Products for Everything {
    async fn retrieve(&self, id: ProductId) -> Result<Product> {
        found(products(), |one| one.id == id)
    }

    async fn list(&self, page: PageRequest) -> Result<Page<Product>> {
        Page::slice(&products(), &page)
    }
}

#[churnkey_runtime::controller]
impl Families for Everything {
    async fn retrieve(&self, id: FamilyId) -> Result<Family> {
        found(families(), |one| one.id == id)
    }

    async fn list(&self, page: PageRequest) -> Result<Page<Family>> {
        Page::slice(&families(), &page)
    }
}

#[churnkey_runtime::action(cancel, schedules(immediate, end_of_period), unpause)]
impl Cancel for Everything {
    async fn handle(&self, options: CancelOptions) -> Result<()> {
        self.change(&options.subscription(), |subscription| {
            if options.scheduled_at == Schedule::Immediate {
                subscription.status = Status::canceled(Utc::now());
            }
            Ok(())
        })
    }

    async fn handle_all(&self, _: CancelAllOptions) -> Result<()> {
        Ok(())
    }
}

#[churnkey_runtime::action(
    pause,
    start_dates(immediate, end_of_period),
    durations(period, date),
    allow_annual
)]
impl Pause for Everything {
    async fn handle(&self, options: PauseOptions) -> Result<()> {
        if !options.allow_annual {
            return Err(Error::bad_request("yearly subscriptions cannot be paused"));
        }
        self.change(&options.subscription(), |subscription| {
            if options.start_at == StartDate::Immediate {
                subscription.status = Status::paused(PausePeriod::indefinite(Utc::now()));
            }
            Ok(())
        })
    }

    async fn handle_all(&self, _: PauseAllOptions) -> Result<()> {
        Ok(())
    }
}

#[churnkey_runtime::action(apply_coupon)]
impl ApplyCoupon for Everything {
    async fn handle(&self, options: ApplyCouponOptions) -> Result<()> {
        let coupon = found(coupons(), |one| one.id == options.coupon)?;
        self.change(&options.subscription(), |subscription| {
            subscription.discounts.push(Discount::new(coupon));
            Ok(())
        })
    }
}

#[churnkey_runtime::action(change_price, schedules(immediate, end_of_period), prorate)]
impl ChangePrice for Everything {
    async fn handle(&self, options: ChangePriceOptions) -> Result<()> {
        let price = found(prices(), |one| one.id == options.price)?;
        self.change(&options.subscription(), |subscription| {
            if options.scheduled_at == Schedule::Immediate {
                subscription.items = vec![Item::new("it_new", price)];
            }
            Ok(())
        })
    }
}

#[churnkey_runtime::action(extend_trial, durations(period, date), multiple)]
impl ExtendTrial for Everything {
    async fn handle(&self, options: ExtendTrialOptions) -> Result<()> {
        self.change(&options.subscription(), |subscription| {
            let Some(trial) = subscription.status.trial() else {
                return Err(Error::bad_request("it is not in a trial"));
            };
            let end = options.duration.end(trial.end())?;
            subscription.status = Status::in_trial(Period::new(trial.start(), end)?);
            Ok(())
        })
    }
}
