//! The ChangePrice action (protocol 6.4).

use serde_json::{Map, Value};

use crate::actions::Cancel;
use crate::actions::options::{flag, id, options, word};
use crate::controllers::{Prices, Subscriptions};
use crate::error::Result;
use crate::models::PriceId;
use crate::module::endpoint::{Endpoint, Signature};
use crate::module::manifest::{choices, features};
use crate::module::names::{Info, Kind, Module};
use crate::module::registry::{Implementation, SourceLocation};

pub use crate::actions::schedule::Schedule;

/// The ChangePrice action: Churnkey can offer another price.
///
/// | method | endpoint | |
/// |---|---|---|
/// | `handle` | `POST /churnkey/actions/subscription/change-price` | required |
///
/// Needs [`Subscriptions`], [`Prices`] and [`Cancel`].
///
/// | argument | |
/// |---|---|
/// | `schedules(immediate, end_of_period)` | required: when the new price may take effect |
/// | `prorate` | optional: the difference can be prorated |
///
/// ```
/// # extern crate churnkey_runtime as churnkey;
/// # mod merchant { include!(concat!(env!("CARGO_MANIFEST_DIR"), "/doc/billing_with_cancel.rs")); }
/// # use {churnkey::prelude::*, merchant::Billing};
/// #[churnkey::action(change_price, schedules(immediate, end_of_period))]
/// impl ChangePrice for Billing {
///     async fn handle(&self, options: ChangePriceOptions) -> Result<()> {
///         let price = Prices::retrieve(self, options.price.clone()).await?;
///         // put `price` on the subscription
/// #       drop(price);
///         Ok(())
///     }
/// }
/// ```
#[diagnostic::on_unimplemented(
    message = "`{Self}` has no `ChangePrice` action",
    label = "the `ChangePrice` action is missing",
    note = "add to the crate of `{Self}`:\n\n    #[churnkey::action(change_price, schedules(immediate, end_of_period))]\n    impl ChangePrice for {Self} {{\n        async fn handle(&self, options: ChangePriceOptions) -> Result<()> {{ … }}\n    }}\n"
)]
pub trait ChangePrice: AnnotatedChangePrice + Subscriptions + Prices + Cancel {
    /// Changes the price of one subscription.
    fn handle(&self, options: ChangePriceOptions) -> impl Future<Output = Result<()>>;
}

options! {
    ChangePrice:
    /// The options of [`ChangePrice::handle`].
    ChangePriceOptions;
    |features: Features|
    required {
        /// The new price. If a subscription has several items, the merchant decides which one gets it
        /// ([protocol 6.4](crate::protocol#64-change-price)).
        // Churnkey's own samples disagree on the key (protocol 8, number 2).
        "price" => price: PriceId, id(&["priceId", "id"]);
        /// When it takes effect: one of the declared `schedules`.
        "scheduledAt" => scheduled_at: Schedule, word(features.schedules);
    }
    flags {
        /// Whether the difference is prorated; false unless `prorate` is declared.
        "prorate" => prorate, flag(features.prorate);
    }
}

/// What the attribute says about its block.
#[doc(hidden)]
#[diagnostic::on_unimplemented(
    message = "`impl ChangePrice for {Self}` has no attribute, so its endpoints would not exist",
    label = "this impl block is not annotated",
    note = "write `#[churnkey::action(change_price, schedules(immediate, end_of_period))]` above the impl block"
)]
pub trait AnnotatedChangePrice: Sized {
    const FEATURES: Features;
    const ENDPOINTS: &'static [Endpoint];
    const PLACE: SourceLocation;
}

/// The arguments of the attribute.
#[doc(hidden)]
#[derive(Debug, Clone, Copy)]
pub struct Features {
    pub schedules: &'static [Schedule],
    pub prorate: bool,
}

pub(crate) const INFO: Info = Info {
    kind: Kind::Action,
    required: false,
    needs: &[Module::Subscriptions, Module::Prices, Module::Cancel],
    endpoints: &[HANDLE],
};

const HANDLE: Signature = Signature::new("handle", "/actions/subscription/change-price");

#[doc(hidden)]
#[must_use]
pub const fn module<C: ChangePrice>() -> Implementation {
    Implementation::new::<C>(
        Module::ChangePrice,
        <C as AnnotatedChangePrice>::ENDPOINTS,
        announced::<C>,
        <C as AnnotatedChangePrice>::PLACE,
    )
}

fn announced<C: ChangePrice>(_: &Implementation) -> Map<String, Value> {
    features([
        ("schedules", choices(<C as AnnotatedChangePrice>::FEATURES.schedules)),
        ("prorate", Value::Bool(<C as AnnotatedChangePrice>::FEATURES.prorate)),
    ])
}

#[doc(hidden)]
#[must_use]
pub const fn handle<C: ChangePrice>() -> Endpoint {
    Endpoint::write(HANDLE, |call| {
        call.action(
            |fields| ChangePriceOptions::read(fields, <C as AnnotatedChangePrice>::FEATURES),
            async |context: &C, options| ChangePrice::handle(context, options).await,
        )
    })
    .takes(
        || ChangePriceOptions::schema(<C as AnnotatedChangePrice>::FEATURES),
        |fields| ChangePriceOptions::any_event(fields, <C as AnnotatedChangePrice>::FEATURES),
        "Changes the price of one subscription.",
    )
}
