//! A minimal integration, and some actions with the narrowest declarations.

use churnkey::Integration;
use churnkey::prelude::*;

use crate::{Call, Shop, TOKEN, subscription};

/// The shop notes what reaches it.
#[derive(Clone, Default)]
pub struct Kiosk(pub Shop);

impl Kiosk {
    pub fn integration(&self) -> Integration {
        Integration::builder(self.clone()).token(TOKEN).build().unwrap()
    }
}

#[churnkey::controller]
impl Customers for Kiosk {
    async fn retrieve(&self, id: CustomerId) -> Result<Customer> {
        self.0.take(Call::Customer(id.clone())).await?;
        Ok(Customer::new(id))
    }
}

#[churnkey::controller]
impl Prices for Kiosk {
    async fn retrieve(&self, id: PriceId) -> Result<Price> {
        self.0.take(Call::Price(id.clone())).await?;
        Ok(Price::standalone(id, BillingCycle::YEARLY, Amount::flat(Currency::JPY, 9900)))
    }

    async fn list(&self, page: PageRequest) -> Result<Page<Price>> {
        self.0.take(Call::Prices(page)).await?;
        Ok(Page::last([]))
    }
}

#[churnkey::controller]
impl Subscriptions for Kiosk {
    async fn retrieve(&self, key: SubscriptionKey) -> Result<Subscription> {
        self.0.take(Call::Subscription(key.clone())).await?;
        Ok(subscription(key.subscription_id, key.customer_id))
    }
}

#[churnkey::action(cancel, schedules(end_of_period))]
impl Cancel for Kiosk {
    async fn handle(&self, options: CancelOptions) -> Result<()> {
        self.0.take(Call::Cancel(options)).await
    }
}

#[churnkey::action(pause, start_dates(end_of_period), durations(period))]
impl Pause for Kiosk {
    async fn handle(&self, options: PauseOptions) -> Result<()> {
        self.0.take(Call::Pause(options)).await
    }
}

#[churnkey::action(change_price, schedules(end_of_period))]
impl ChangePrice for Kiosk {
    async fn handle(&self, options: ChangePriceOptions) -> Result<()> {
        self.0.take(Call::ChangePrice(options)).await
    }
}

#[churnkey::action(extend_trial, durations(date))]
impl ExtendTrial for Kiosk {
    async fn handle(&self, options: ExtendTrialOptions) -> Result<()> {
        self.0.take(Call::ExtendTrial(options)).await
    }
}
