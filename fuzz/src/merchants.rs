//! A merchant that declares everything and one that declares little. Both note what reached them, and hold it against
//! what they declared. Ids say how a call ends.

use std::cell::RefCell;

use churnkey_runtime::prelude::*;
use churnkey_runtime::{Integration, Mode};
use serde_json::Value;

pub const TOKEN: &str = "ck_fuzz_7f3a90";
pub const TOKEN_HEADER: &str = "x-churnkey-token";
pub const BODY_LIMIT: usize = 1024;

/// One call of a merchant's method.
#[derive(Debug)]
pub struct Reached {
    pub method: &'static str,
    pub mode: Mode,
    /// The code that the method answered with, when it is an error.
    pub refused: Option<u16>,
    /// What an action was asked for.
    pub asked: Option<Asked>,
}

/// The options of any action.
#[derive(Debug, Default)]
pub struct Asked {
    pub customer: String,
    pub subscription: Option<String>,
    /// A coupon or a price.
    pub object: Option<String>,
    pub when: Option<&'static str>,
    pub duration: Option<ActionDuration>,
    pub flag: Option<bool>,
    pub raw: Value,
}

thread_local! {
    static REACHED: RefCell<Vec<Reached>> = const { RefCell::new(Vec::new()) };
}

/// What has reached a merchant since the last look.
#[must_use]
pub fn reached() -> Vec<Reached> {
    REACHED.take()
}

#[derive(Clone, Copy)]
pub struct Shop(pub Mode);

#[derive(Clone, Copy)]
pub struct Kiosk(pub Mode);

/// Notes a call, and ends it as the id says.
async fn there(method: &'static str, mode: Mode, id: &str, asked: Option<Asked>) -> Result<()> {
    let end = match id {
        "missing" => Err(Error::not_found("it does not exist")),
        "broken" => Err(Error::internal(format!("the database says {TOKEN}"))),
        "teapot" => Err(Error::new(418, "short and stout")),
        "nonsense" => Err(Error::new(200, "no error at all")),
        _ => Ok(()),
    };
    let refused = end.as_ref().err().map(Error::code);
    REACHED.with_borrow_mut(|reached| reached.push(Reached { method, mode, refused, asked }));
    if id.starts_with("later") {
        churnkey_runtime::actix_web::rt::task::yield_now().await;
    }
    end
}

fn when(schedule: Schedule) -> &'static str {
    match schedule {
        Schedule::Immediate => "immediate",
        Schedule::EndOfPeriod => "end-of-period",
    }
}

fn start(date: StartDate) -> &'static str {
    match date {
        StartDate::Immediate => "immediate",
        StartDate::EndOfPeriod => "end-of-period",
    }
}

fn price(id: PriceId) -> Price {
    Price::product(id, "prod_1", BillingCycle::MONTHLY, Amount::per_unit(Currency::EUR, 900))
}

fn coupon(id: CouponId) -> Coupon {
    Coupon::new(id, CouponDuration::Once, CouponValue::flat(Currency::USD, 500))
}

fn subscription(id: SubscriptionId, customer: CustomerId) -> Subscription {
    let start = churnkey_runtime::chrono::DateTime::UNIX_EPOCH;
    let item = Item::new("it_1", price(PriceId::new("p_1")));
    Subscription::new(id, customer, Status::canceled(start), start, BillingCycle::MONTHLY, [item])
}

/// # Panics
/// Never: its settings are fixed.
#[must_use]
pub fn shop() -> Integration {
    Integration::builder(Shop(Mode::Live))
        .test_context(Shop(Mode::Test))
        .token("ck_another_one")
        .token(TOKEN)
        .token_header(TOKEN_HEADER)
        .body_limit(BODY_LIMIT)
        .build()
        .expect("a shop")
}

/// # Panics
/// Never: its settings are fixed.
#[must_use]
pub fn kiosk() -> Integration {
    Integration::per_request(async |request: &churnkey_runtime::ContextRequest| {
        Ok(Kiosk(request.mode()))
    })
    .token(TOKEN)
    .token_header(TOKEN_HEADER)
    .body_limit(BODY_LIMIT)
    .build()
    .expect("a kiosk")
}

#[churnkey_runtime::controller]
impl Customers for Shop {
    async fn retrieve(&self, id: CustomerId) -> Result<Customer> {
        there("customer", self.0, id.as_str(), None).await?;
        Ok(Customer::new(id))
    }

    async fn list(&self, page: PageRequest) -> Result<Page<Customer>> {
        there("customers", self.0, "", None).await?;
        let all: Vec<_> = (0..150).map(|number| Customer::new(format!("u_{number}"))).collect();
        // A cursor that is no number is the merchant's refusal.
        Page::slice(&all, &page).inspect_err(|error| {
            REACHED.with_borrow_mut(|reached| {
                for call in reached {
                    call.refused = Some(error.code());
                }
            });
        })
    }

    async fn find_by_email(&self, email: String) -> Result<Customer> {
        there("email", self.0, &email, None).await?;
        Ok(Customer::new("u_1").email(email))
    }

    async fn find_by_phone(&self, phone: String) -> Result<Customer> {
        there("phone", self.0, &phone, None).await?;
        Ok(Customer::new("u_1").phone(phone))
    }
}

#[churnkey_runtime::controller(type = product)]
impl Prices for Shop {
    async fn retrieve(&self, id: PriceId) -> Result<Price> {
        there("price", self.0, id.as_str(), None).await?;
        Ok(price(id))
    }

    async fn list(&self, page: PageRequest) -> Result<Page<Price>> {
        assert!((1..=100).contains(&page.limit));
        there("prices", self.0, "", None).await?;
        Ok(Page::with_next([price(PriceId::new("p_1"))], page.cursor.unwrap_or_default()))
    }
}

#[churnkey_runtime::controller]
impl Subscriptions for Shop {
    async fn retrieve(&self, key: SubscriptionKey) -> Result<Subscription> {
        there("subscription", self.0, key.subscription_id.as_str(), None).await?;
        Ok(subscription(key.subscription_id, key.customer_id))
    }

    async fn list(&self, customer: CustomerId, _: PageRequest) -> Result<Page<Subscription>> {
        there("subscriptions", self.0, customer.as_str(), None).await?;
        Ok(Page::last([subscription(SubscriptionId::new("s_1"), customer)]))
    }
}

#[churnkey_runtime::controller]
impl Coupons for Shop {
    async fn retrieve(&self, id: CouponId) -> Result<Coupon> {
        there("coupon", self.0, id.as_str(), None).await?;
        Ok(coupon(id))
    }

    async fn list(&self, _: PageRequest) -> Result<Page<Coupon>> {
        there("coupons", self.0, "", None).await?;
        Ok(Page::last([coupon(CouponId::new("c_1"))]))
    }
}

#[churnkey_runtime::controller(type = family)]
impl Products for Shop {
    async fn retrieve(&self, id: ProductId) -> Result<Product> {
        there("product", self.0, id.as_str(), None).await?;
        Ok(Product::family(id, "fam_1", "Team"))
    }

    async fn list(&self, _: PageRequest) -> Result<Page<Product>> {
        there("products", self.0, "", None).await?;
        Ok(Page::last([]))
    }
}

#[churnkey_runtime::controller]
impl Families for Shop {
    async fn retrieve(&self, id: FamilyId) -> Result<Family> {
        there("family", self.0, id.as_str(), None).await?;
        Ok(Family::new(id, "Work tools"))
    }

    async fn list(&self, _: PageRequest) -> Result<Page<Family>> {
        there("families", self.0, "", None).await?;
        Ok(Page::last([]))
    }
}

#[churnkey_runtime::action(cancel, schedules(immediate, end_of_period), unpause)]
impl Cancel for Shop {
    async fn handle(&self, options: CancelOptions) -> Result<()> {
        let id = options.subscription_id.clone();
        there("cancel", self.0, id.as_str(), Some(cancel(&options))).await
    }

    async fn handle_all(&self, options: CancelAllOptions) -> Result<()> {
        let asked = Asked {
            customer: options.customer_id.to_string(),
            when: Some(when(options.scheduled_at)),
            flag: Some(options.unpause),
            raw: options.raw(),
            ..Asked::default()
        };
        there("cancel all", self.0, options.customer_id.as_str(), Some(asked)).await
    }
}

fn cancel(options: &CancelOptions) -> Asked {
    Asked {
        customer: options.customer_id.to_string(),
        subscription: Some(options.subscription_id.to_string()),
        when: Some(when(options.scheduled_at)),
        flag: Some(options.unpause),
        raw: options.raw(),
        ..Asked::default()
    }
}

#[churnkey_runtime::action(
    pause,
    start_dates(immediate, end_of_period),
    durations(period, date),
    allow_annual
)]
impl Pause for Shop {
    async fn handle(&self, options: PauseOptions) -> Result<()> {
        let id = options.subscription_id.clone();
        there("pause", self.0, id.as_str(), Some(pause(&options))).await
    }

    async fn handle_all(&self, options: PauseAllOptions) -> Result<()> {
        let asked = Asked { subscription: None, ..pause(&options.of("")) };
        there("pause all", self.0, options.customer_id.as_str(), Some(asked)).await
    }
}

fn pause(options: &PauseOptions) -> Asked {
    Asked {
        customer: options.customer_id.to_string(),
        subscription: Some(options.subscription_id.to_string()),
        when: Some(start(options.start_at)),
        duration: Some(options.duration),
        flag: Some(options.allow_annual),
        raw: options.raw(),
        ..Asked::default()
    }
}

#[churnkey_runtime::action(apply_coupon)]
impl ApplyCoupon for Shop {
    async fn handle(&self, options: ApplyCouponOptions) -> Result<()> {
        let asked = Asked {
            customer: options.customer_id.to_string(),
            subscription: Some(options.subscription_id.to_string()),
            object: Some(options.coupon.to_string()),
            raw: options.raw(),
            ..Asked::default()
        };
        there("apply coupon", self.0, options.subscription_id.as_str(), Some(asked)).await
    }
}

#[churnkey_runtime::action(change_price, schedules(immediate, end_of_period), prorate)]
impl ChangePrice for Shop {
    async fn handle(&self, options: ChangePriceOptions) -> Result<()> {
        let id = options.subscription_id.clone();
        there("change price", self.0, id.as_str(), Some(change(&options))).await
    }
}

fn change(options: &ChangePriceOptions) -> Asked {
    Asked {
        customer: options.customer_id.to_string(),
        subscription: Some(options.subscription_id.to_string()),
        object: Some(options.price.to_string()),
        when: Some(when(options.scheduled_at)),
        flag: Some(options.prorate),
        raw: options.raw(),
        ..Asked::default()
    }
}

#[churnkey_runtime::action(extend_trial, durations(period, date), multiple)]
impl ExtendTrial for Shop {
    async fn handle(&self, options: ExtendTrialOptions) -> Result<()> {
        let id = options.subscription_id.clone();
        there("extend trial", self.0, id.as_str(), Some(extend(&options))).await
    }
}

fn extend(options: &ExtendTrialOptions) -> Asked {
    Asked {
        customer: options.customer_id.to_string(),
        subscription: Some(options.subscription_id.to_string()),
        duration: Some(options.duration),
        raw: options.raw(),
        ..Asked::default()
    }
}

#[churnkey_runtime::controller]
impl Customers for Kiosk {
    async fn retrieve(&self, id: CustomerId) -> Result<Customer> {
        there("customer", self.0, id.as_str(), None).await?;
        Ok(Customer::new(id))
    }
}

#[churnkey_runtime::controller]
impl Prices for Kiosk {
    async fn retrieve(&self, id: PriceId) -> Result<Price> {
        there("price", self.0, id.as_str(), None).await?;
        Ok(Price::standalone(id, BillingCycle::YEARLY, Amount::flat(Currency::JPY, 9900)))
    }

    async fn list(&self, _: PageRequest) -> Result<Page<Price>> {
        there("prices", self.0, "", None).await?;
        Ok(Page::last([]))
    }
}

#[churnkey_runtime::controller]
impl Subscriptions for Kiosk {
    async fn retrieve(&self, key: SubscriptionKey) -> Result<Subscription> {
        there("subscription", self.0, key.subscription_id.as_str(), None).await?;
        Ok(subscription(key.subscription_id, key.customer_id))
    }
}

#[churnkey_runtime::action(cancel, schedules(end_of_period))]
impl Cancel for Kiosk {
    async fn handle(&self, options: CancelOptions) -> Result<()> {
        assert_eq!((options.scheduled_at, options.unpause), (Schedule::EndOfPeriod, false));
        let id = options.subscription_id.clone();
        there("cancel", self.0, id.as_str(), Some(cancel(&options))).await
    }
}

#[churnkey_runtime::action(pause, start_dates(end_of_period), durations(period))]
impl Pause for Kiosk {
    async fn handle(&self, options: PauseOptions) -> Result<()> {
        assert_eq!((options.start_at, options.allow_annual), (StartDate::EndOfPeriod, false));
        assert!(matches!(options.duration, ActionDuration::Period { .. }));
        let id = options.subscription_id.clone();
        there("pause", self.0, id.as_str(), Some(pause(&options))).await
    }
}

#[churnkey_runtime::action(change_price, schedules(end_of_period))]
impl ChangePrice for Kiosk {
    async fn handle(&self, options: ChangePriceOptions) -> Result<()> {
        assert_eq!((options.scheduled_at, options.prorate), (Schedule::EndOfPeriod, false));
        let id = options.subscription_id.clone();
        there("change price", self.0, id.as_str(), Some(change(&options))).await
    }
}

#[churnkey_runtime::action(extend_trial, durations(date))]
impl ExtendTrial for Kiosk {
    async fn handle(&self, options: ExtendTrialOptions) -> Result<()> {
        assert!(matches!(options.duration, ActionDuration::Date(_)));
        let id = options.subscription_id.clone();
        there("extend trial", self.0, id.as_str(), Some(extend(&options))).await
    }
}
