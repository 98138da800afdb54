//! The ChangePrice action (protocol 6.4).

use serde_json::{Map, Value};

use crate::actions::Cancel;
use crate::controllers::{Prices, Subscriptions};
use crate::error::Result;
use crate::models::{CustomerId, PriceId, SubscriptionId, SubscriptionKey};
use crate::module::body::{Fields, Raw, offered, offered_flag};
use crate::module::endpoint::Endpoint;
use crate::module::manifest::{choices, features};
use crate::module::registry::{Implementation, Place};
use crate::module::table::{Info, Kind, Module};
#[cfg(feature = "openapi")]
use crate::openapi::body::{self, Body};

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
/// # mod merchant { include!(concat!(env!("CARGO_MANIFEST_DIR"), "/doc/billing_with_cancel.rs")); }
/// # use {churnkey_runtime::prelude::*, merchant::Billing};
/// #[churnkey_runtime::action(change_price, schedules(immediate, end_of_period))]
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

/// What [`ChangePrice::handle`] is asked for.
#[derive(Debug, Clone)]
#[non_exhaustive]
pub struct ChangePriceOptions {
    /// Whose subscription it is.
    pub customer_id: CustomerId,
    /// Which subscription.
    pub subscription_id: SubscriptionId,
    /// The new price. Which item gets it when a subscription has several is the merchant's to say (protocol 6.4).
    pub price: PriceId,
    /// When it takes effect: one of the declared `schedules`.
    pub scheduled_at: Schedule,
    /// Whether the difference is prorated; false unless `prorate` is declared.
    pub prorate: bool,
    raw: Raw,
}

impl ChangePriceOptions {
    /// Options for a call from code, a test for one.
    pub fn new(
        customer_id: impl Into<CustomerId>,
        subscription_id: impl Into<SubscriptionId>,
        price: impl Into<PriceId>,
        scheduled_at: Schedule,
    ) -> Self {
        Self {
            customer_id: customer_id.into(),
            subscription_id: subscription_id.into(),
            price: price.into(),
            scheduled_at,
            prorate: false,
            raw: Raw::default(),
        }
    }

    /// Whether the difference is prorated.
    #[must_use]
    pub fn prorate(mut self, prorate: bool) -> Self {
        self.prorate = prorate;
        self
    }

    /// The subscription, as [`Subscriptions::retrieve`] takes it.
    #[must_use]
    pub fn subscription(&self) -> SubscriptionKey {
        SubscriptionKey::new(self.customer_id.clone(), self.subscription_id.clone())
    }

    /// The whole body as it arrived; `null` for options made in code.
    #[must_use]
    pub fn raw(&self) -> Value {
        self.raw.json()
    }

    fn read(fields: &Fields<'_>, features: Features) -> Result<Self> {
        let customer_id = fields.id(&["customerId"])?;
        let subscription_id = fields.id(&["subscriptionId"])?;
        // Churnkey's own samples disagree (protocol 8, number 2).
        let price = fields.id(&["price", "priceId", "id"])?;
        let scheduled_at = fields.word("scheduledAt")?;
        let prorate = fields.flag("prorate")?.unwrap_or(false);
        Ok(Self {
            customer_id,
            subscription_id,
            price,
            scheduled_at: offered("scheduledAt", scheduled_at, features.schedules)?,
            prorate: offered_flag("prorate", prorate, features.prorate)?,
            raw: fields.raw(),
        })
    }

    #[cfg(feature = "openapi")]
    fn body(features: Features) -> Body {
        Body::default()
            .required("customerId", body::id("Which customer."))
            .required("subscriptionId", body::id("Which subscription."))
            .required("price", body::id("The new price's id; also read as `priceId` and `id`."))
            .required("scheduledAt", body::word(features.schedules, "When it takes effect."))
            .optional(
                "prorate",
                body::flag(features.prorate, false, "Whether the difference is prorated."),
            )
    }
}

/// What the attribute says of its block.
#[doc(hidden)]
#[diagnostic::on_unimplemented(
    message = "`impl ChangePrice for {Self}` has no attribute, so its endpoints would not exist",
    label = "this impl block is not annotated",
    note = "write `#[churnkey::action(change_price, schedules(immediate, end_of_period))]` above the impl block"
)]
pub trait AnnotatedChangePrice: Sized {
    const FEATURES: Features;
    const ENDPOINTS: &'static [Endpoint];
    const PLACE: Place;
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
};

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
    let endpoint = Endpoint::write("handle", "/actions/subscription/change-price", |call| {
        call.action(
            |fields| ChangePriceOptions::read(fields, <C as AnnotatedChangePrice>::FEATURES),
            async |context: &C, options| ChangePrice::handle(context, options).await,
        )
    });
    #[cfg(feature = "openapi")]
    let endpoint = endpoint.takes(
        || ChangePriceOptions::body(<C as AnnotatedChangePrice>::FEATURES),
        "Changes the price of one subscription.",
    );
    endpoint
}
