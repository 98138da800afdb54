//! A context with every module, each with all its methods, and without data: `churnkey doctor` checks settings against it.

use churnkey_runtime::prelude::*;

pub(super) struct EveryModule;

fn nothing<T>() -> Result<T> {
    Err(Error::not_found("there is no data"))
}

#[churnkey_runtime::controller]
impl Customers for EveryModule {
    async fn retrieve(&self, _: CustomerId) -> Result<Customer> {
        nothing()
    }

    async fn list(&self, _: PageRequest) -> Result<Page<Customer>> {
        nothing()
    }

    async fn find_by_email(&self, _: String) -> Result<Customer> {
        nothing()
    }

    async fn find_by_phone(&self, _: String) -> Result<Customer> {
        nothing()
    }
}

#[churnkey_runtime::controller]
impl Prices for EveryModule {
    async fn retrieve(&self, _: PriceId) -> Result<Price> {
        nothing()
    }

    async fn list(&self, _: PageRequest) -> Result<Page<Price>> {
        nothing()
    }
}

#[churnkey_runtime::controller]
impl Subscriptions for EveryModule {
    async fn retrieve(&self, _: SubscriptionKey) -> Result<Subscription> {
        nothing()
    }

    async fn list(&self, _: CustomerId, _: PageRequest) -> Result<Page<Subscription>> {
        nothing()
    }
}

#[churnkey_runtime::controller]
impl Coupons for EveryModule {
    async fn retrieve(&self, _: CouponId) -> Result<Coupon> {
        nothing()
    }

    async fn list(&self, _: PageRequest) -> Result<Page<Coupon>> {
        nothing()
    }
}

#[churnkey_runtime::controller(type = family)]
impl Products for EveryModule {
    async fn retrieve(&self, _: ProductId) -> Result<Product> {
        nothing()
    }

    async fn list(&self, _: PageRequest) -> Result<Page<Product>> {
        nothing()
    }
}

#[churnkey_runtime::controller]
impl Families for EveryModule {
    async fn retrieve(&self, _: FamilyId) -> Result<Family> {
        nothing()
    }

    async fn list(&self, _: PageRequest) -> Result<Page<Family>> {
        nothing()
    }
}

#[churnkey_runtime::action(cancel, schedules(immediate, end_of_period), unpause)]
impl Cancel for EveryModule {
    async fn handle(&self, _: CancelOptions) -> Result<()> {
        nothing()
    }

    async fn handle_all(&self, _: CancelAllOptions) -> Result<()> {
        nothing()
    }
}

#[churnkey_runtime::action(pause, start_dates(immediate, end_of_period), durations(period, date))]
impl Pause for EveryModule {
    async fn handle(&self, _: PauseOptions) -> Result<()> {
        nothing()
    }

    async fn handle_all(&self, _: PauseAllOptions) -> Result<()> {
        nothing()
    }
}

#[churnkey_runtime::action(apply_coupon)]
impl ApplyCoupon for EveryModule {
    async fn handle(&self, _: ApplyCouponOptions) -> Result<()> {
        nothing()
    }
}

#[churnkey_runtime::action(change_price, schedules(immediate, end_of_period), prorate)]
impl ChangePrice for EveryModule {
    async fn handle(&self, _: ChangePriceOptions) -> Result<()> {
        nothing()
    }
}

#[churnkey_runtime::action(extend_trial, durations(period, date), multiple)]
impl ExtendTrial for EveryModule {
    async fn handle(&self, _: ExtendTrialOptions) -> Result<()> {
        nothing()
    }
}
