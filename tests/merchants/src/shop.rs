//! A merchant with every module, every method and every argument.

use std::sync::Arc;

use churnkey::Integration;
use churnkey::prelude::*;

use crate::{Call, Desk, Notes, TOKEN};

#[derive(Clone)]
pub struct Shop {
    /// The name of each customer, which tells two shops apart.
    pub name: &'static str,
    desk: Arc<dyn Desk>,
}

/// With [`Notes`] in front of it.
impl Default for Shop {
    fn default() -> Self {
        Self::behind(Arc::new(Notes::default()))
    }
}

impl Shop {
    pub fn named(name: &'static str) -> Self {
        Self { name, ..Self::default() }
    }

    pub fn behind(desk: Arc<dyn Desk>) -> Self {
        Self { name: "", desk }
    }

    pub fn integration(&self) -> Integration {
        Integration::builder(self.clone()).token(TOKEN).build().unwrap()
    }

    /// The calls since the last time.
    pub fn calls(&self) -> Vec<String> {
        self.desk.noted()
    }

    pub(crate) async fn take(&self, call: Call) -> Result<()> {
        self.desk.take(call).await
    }
}

pub fn price(id: impl Into<PriceId>) -> Price {
    Price::product(id, "prod_1", BillingCycle::MONTHLY, Amount::per_unit(Currency::EUR, 900))
}

pub fn coupon(id: impl Into<CouponId>) -> Coupon {
    Coupon::new(id, CouponDuration::Once, CouponValue::flat(Currency::USD, 500))
}

pub fn subscription(
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
        self.take(Call::Customer(id.clone())).await?;
        let address = Address::new().line1("Hafenweg 3").city("Kiel");
        let customer = Customer::new(id).name(self.name).last_name("Okafor").address(address);
        Ok(customer.email("mina@example.org").phone("+4915112345"))
    }

    async fn list(&self, page: PageRequest) -> Result<Page<Customer>> {
        self.take(Call::Customers(page.clone())).await?;
        let all: Vec<_> = (0..250).map(|number| Customer::new(format!("u_{number}"))).collect();
        Page::slice(&all, &page)
    }

    async fn find_by_email(&self, email: String) -> Result<Customer> {
        self.take(Call::Email(email.clone())).await?;
        Ok(Customer::new("u_1").email(email))
    }

    async fn find_by_phone(&self, phone: String) -> Result<Customer> {
        self.take(Call::Phone(phone.clone())).await?;
        Ok(Customer::new("u_1").phone(phone))
    }
}

#[churnkey::controller(type = product)]
impl Prices for Shop {
    async fn retrieve(&self, id: PriceId) -> Result<Price> {
        self.take(Call::Price(id.clone())).await?;
        Ok(price(id))
    }

    async fn list(&self, page: PageRequest) -> Result<Page<Price>> {
        self.take(Call::Prices(page.clone())).await?;
        Page::slice(&[price("p_1"), price("p_2")], &page)
    }
}

#[churnkey::controller]
impl Subscriptions for Shop {
    async fn retrieve(&self, key: SubscriptionKey) -> Result<Subscription> {
        self.take(Call::Subscription(key.clone())).await?;
        let owner = self.desk.owner(&key);
        Ok(subscription(key.subscription_id, owner))
    }

    async fn list(&self, customer: CustomerId, page: PageRequest) -> Result<Page<Subscription>> {
        self.take(Call::Subscriptions(customer.clone(), page.clone())).await?;
        Page::slice(&[subscription("s_1", customer.clone()), subscription("s_2", customer)], &page)
    }
}

#[churnkey::controller]
impl Coupons for Shop {
    async fn retrieve(&self, id: CouponId) -> Result<Coupon> {
        self.take(Call::Coupon(id.clone())).await?;
        Ok(coupon(id))
    }

    async fn list(&self, page: PageRequest) -> Result<Page<Coupon>> {
        self.take(Call::Coupons(page.clone())).await?;
        Page::slice(&[coupon("c_1")], &page)
    }
}

#[churnkey::controller(type = family)]
impl Products for Shop {
    async fn retrieve(&self, id: ProductId) -> Result<Product> {
        self.take(Call::Product(id.clone())).await?;
        Ok(Product::family(id, "fam_1", "Team"))
    }

    async fn list(&self, page: PageRequest) -> Result<Page<Product>> {
        self.take(Call::Products(page.clone())).await?;
        Page::slice(&[Product::family("prod_1", "fam_1", "Team")], &page)
    }
}

#[churnkey::controller]
impl Families for Shop {
    async fn retrieve(&self, id: FamilyId) -> Result<Family> {
        self.take(Call::Family(id.clone())).await?;
        Ok(Family::new(id, "Work tools"))
    }

    async fn list(&self, page: PageRequest) -> Result<Page<Family>> {
        self.take(Call::Families(page.clone())).await?;
        let families = [Family::new("fam_1", "Work tools")];
        // The cursor is the merchant's own, so it may be any text.
        Ok(page.cursor.map_or_else(
            || Page::last(families.clone()),
            |it| Page::with_next(families.clone(), it),
        ))
    }
}

#[churnkey::action(cancel, schedules(immediate, end_of_period), unpause)]
impl Cancel for Shop {
    async fn handle(&self, options: CancelOptions) -> Result<()> {
        self.take(Call::Cancel(options)).await
    }

    async fn handle_all(&self, options: CancelAllOptions) -> Result<()> {
        self.take(Call::CancelAll(options)).await
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
        self.take(Call::Pause(options)).await
    }

    async fn handle_all(&self, options: PauseAllOptions) -> Result<()> {
        self.take(Call::PauseAll(options)).await
    }
}

#[churnkey::action(apply_coupon)]
impl ApplyCoupon for Shop {
    async fn handle(&self, options: ApplyCouponOptions) -> Result<()> {
        self.take(Call::ApplyCoupon(options)).await
    }
}

#[churnkey::action(change_price, schedules(immediate, end_of_period), prorate)]
impl ChangePrice for Shop {
    async fn handle(&self, options: ChangePriceOptions) -> Result<()> {
        self.take(Call::ChangePrice(options)).await
    }
}

#[churnkey::action(extend_trial, durations(period, date), multiple)]
impl ExtendTrial for Shop {
    async fn handle(&self, options: ExtendTrialOptions) -> Result<()> {
        self.take(Call::ExtendTrial(options)).await
    }
}
