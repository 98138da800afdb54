//! Every module, with attributes of rustc and of other crates, under stricter lints than most merchants have: `cargo
//! clippy --all-targets` checks the generated code here.
#![deny(warnings, missing_docs, unreachable_pub, unused_qualifications, unused_results)]
#![deny(elided_lifetimes_in_paths, single_use_lifetimes, unused_lifetimes, let_underscore_drop)]
#![deny(trivial_casts, trivial_numeric_casts)]
#![deny(clippy::pedantic, clippy::nursery, clippy::missing_docs_in_private_items)]
#![deny(clippy::unwrap_used, clippy::expect_used, clippy::panic, clippy::indexing_slicing)]
#![deny(clippy::allow_attributes, clippy::allow_attributes_without_reason)]

use churnkey::prelude::*;
use tracing::instrument;

/// The context.
pub struct Billing;

/// The answer to every id.
fn missing(id: &impl ToString) -> Error {
    Error::not_found(format!("{} does not exist", id.to_string()))
}

#[churnkey::controller]
impl Customers for Billing {
    #[instrument(skip_all)]
    async fn retrieve(&self, id: CustomerId) -> Result<Customer> {
        Ok(Customer::new(id))
    }

    #[cfg(not(any()))]
    async fn list(&self, page: PageRequest) -> Result<Page<Customer>> {
        Page::slice(&[], &page)
    }

    async fn find_by_email(&self, email: String) -> Result<Customer> {
        Ok(Customer::new("u_1").email(email))
    }

    async fn find_by_phone(&self, phone: String) -> Result<Customer> {
        Err(missing(&phone))
    }
}

#[churnkey::controller(type = product)]
impl Prices for Billing {
    async fn retrieve(&self, id: PriceId) -> Result<Price> {
        Err(missing(&id))
    }

    async fn list(&self, page: PageRequest) -> Result<Page<Price>> {
        Page::slice(&[], &page)
    }
}

#[churnkey::controller]
impl Subscriptions for Billing {
    async fn retrieve(&self, key: SubscriptionKey) -> Result<Subscription> {
        Err(missing(&key.subscription_id))
    }

    async fn list(&self, _: CustomerId, page: PageRequest) -> Result<Page<Subscription>> {
        Page::slice(&[], &page)
    }
}

#[churnkey::controller]
impl Coupons for Billing {
    async fn retrieve(&self, id: CouponId) -> Result<Coupon> {
        Err(missing(&id))
    }

    async fn list(&self, page: PageRequest) -> Result<Page<Coupon>> {
        Page::slice(&[], &page)
    }
}

#[churnkey::controller(type = family)]
impl Products for Billing {
    async fn retrieve(&self, id: ProductId) -> Result<Product> {
        Err(missing(&id))
    }

    async fn list(&self, page: PageRequest) -> Result<Page<Product>> {
        Page::slice(&[], &page)
    }
}

#[churnkey::controller]
impl Families for Billing {
    async fn retrieve(&self, id: FamilyId) -> Result<Family> {
        Err(missing(&id))
    }

    async fn list(&self, page: PageRequest) -> Result<Page<Family>> {
        Page::slice(&[], &page)
    }
}

#[churnkey::action(cancel, schedules(immediate, end_of_period), unpause)]
impl Cancel for Billing {
    #[instrument(skip(self))]
    async fn handle(&self, options: CancelOptions) -> Result<()> {
        drop(options);
        Ok(())
    }

    #[cfg(any())]
    async fn handle_all(&self, options: CancelAllOptions) -> Result<()> {
        drop(options);
        Ok(())
    }
}

#[churnkey::action(pause, start_dates(immediate), durations(period, date), allow_annual)]
impl Pause for Billing {
    async fn handle(&self, options: PauseOptions) -> Result<()> {
        drop(options);
        Ok(())
    }

    #[cfg(not(any()))]
    async fn handle_all(&self, options: PauseAllOptions) -> Result<()> {
        drop(options);
        Ok(())
    }
}

/// Documented, as functions are.
#[churnkey::action(apply_coupon)]
async fn apply_coupon(billing: &Billing, options: ApplyCouponOptions) -> Result<()> {
    drop(Coupons::retrieve(billing, options.coupon).await?);
    Ok(())
}

/// Documentation may be above the attribute or below it.
#[churnkey::action(change_price, schedules(immediate), prorate)]
async fn change_price(billing: &Billing, options: ChangePriceOptions) -> Result<()> {
    drop(Prices::retrieve(billing, options.price).await?);
    Ok(())
}

/// A test calls it too.
///
/// # Errors
/// None.
#[churnkey::action(extend_trial, durations(period), multiple)]
#[instrument(skip_all)]
pub async fn extend(_: &Billing, options: ExtendTrialOptions) -> Result<()> {
    drop(options);
    Ok(())
}

/// The trait that a generic context is generic over.
trait Store {
    /// The customer that it knows.
    fn customer(&self) -> &str;
}

/// A generic context.
struct Stored<S, const PRICES: usize>(S);

impl Store for str {
    fn customer(&self) -> &str {
        self
    }
}

impl<S: Store + ?Sized> Store for &'static S {
    fn customer(&self) -> &str {
        (**self).customer()
    }
}

#[churnkey::controller]
impl<S: Store, const PRICES: usize> Customers for Stored<S, PRICES> {
    #[instrument(skip_all)]
    async fn retrieve(&self, id: CustomerId) -> Result<Customer> {
        if self.0.customer() == id.as_str() { Ok(Customer::new(id)) } else { Err(missing(&id)) }
    }
}

#[churnkey::controller]
impl<S, const PRICES: usize> Prices for Stored<S, PRICES>
where
    S: Store,
{
    async fn retrieve(&self, id: PriceId) -> Result<Price> {
        Err(missing(&id))
    }

    async fn list(&self, page: PageRequest) -> Result<Page<Price>> {
        Page::slice(&[], &page)
    }
}

#[churnkey::controller]
impl<S: Store, const PRICES: usize> Subscriptions for Stored<S, PRICES> {
    async fn retrieve(&self, key: SubscriptionKey) -> Result<Subscription> {
        Err(missing(&key.subscription_id))
    }
}

/// Documented, as functions are.
#[churnkey::action(cancel, schedules(immediate))]
async fn cancel<S: Store, const PRICES: usize>(
    stored: &Stored<S, PRICES>,
    options: CancelOptions,
) -> Result<()> {
    drop(Customers::retrieve(stored, options.customer_id).await?);
    Ok(())
}

churnkey::register!(
    Stored<&'static str, 1>: Customers, Prices, Subscriptions, #[cfg(not(any()))] Cancel, #[cfg(any())] Coupons
);

/// No prelude, and every name that generated code could trip over means something else.
#[no_implicit_prelude]
mod bare {
    #[expect(unused_imports, reason = "they are in the way, and that is their use")]
    use self::shadows::*;

    /// The names.
    #[expect(dead_code, reason = "see above")]
    mod shadows {
        /// In the way.
        pub(super) struct Result;
        /// In the way.
        pub(super) struct Option;
        /// In the way.
        pub(super) struct Box;
        /// In the way.
        pub(super) struct Vec;
        /// In the way.
        pub(super) struct String;
        /// In the way.
        pub(super) struct Ok;
        /// In the way.
        pub(super) trait Send {}
        /// In the way.
        pub(super) trait Sync {}
        /// In the way.
        pub(super) trait Future {}
        /// In the way.
        pub(super) trait Sized {}
    }

    /// Another context of the same program.
    struct Bare;

    #[::churnkey::controller]
    impl ::churnkey::Customers for Bare {
        async fn retrieve(
            &self,
            id: ::churnkey::models::CustomerId,
        ) -> ::churnkey::Result<::churnkey::models::Customer> {
            ::core::result::Result::Ok(::churnkey::models::Customer::new(id))
        }
    }

    /// A generic one.
    struct Vague<S>(S);

    #[::churnkey::controller]
    impl<S> ::churnkey::Customers for Vague<S> {
        async fn retrieve(
            &self,
            id: ::churnkey::models::CustomerId,
        ) -> ::churnkey::Result<::churnkey::models::Customer> {
            ::core::result::Result::Ok(::churnkey::models::Customer::new(id))
        }
    }

    ::churnkey::register!(Vague<u8>: Customers);
}
