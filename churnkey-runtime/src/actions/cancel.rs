//! The Cancel action (protocol 6.1).

use serde_json::{Map, Value};

use crate::controllers::Subscriptions;
use crate::error::Result;
use crate::models::{CustomerId, SubscriptionId, SubscriptionKey};
use crate::module::body::{Fields, Raw, offered, offered_flag};
use crate::module::endpoint::{Endpoint, left_out};
use crate::module::manifest::{choices, features};
use crate::module::registry::{Implementation, Place};
use crate::module::table::{Info, Kind, Module};
#[cfg(feature = "openapi")]
use crate::openapi::body::{self, Body};

pub use crate::actions::schedule::Schedule;

/// The Cancel action: without it Churnkey's cancel flow is off.
///
/// | method | endpoint | |
/// |---|---|---|
/// | `handle` | `POST /churnkey/actions/subscription/cancel` | required |
/// | `handle_all` | `POST /churnkey/actions/customer/cancel` | optional; without it Churnkey calls `handle` for each subscription |
///
/// Needs [`Subscriptions`].
///
/// | argument | |
/// |---|---|
/// | `schedules(immediate, end_of_period)` | required: when a cancellation may take effect |
/// | `unpause` | optional: a paused subscription can be unpaused first |
///
/// ```
/// # mod merchant { include!(concat!(env!("CARGO_MANIFEST_DIR"), "/doc/billing.rs")); }
/// # use {churnkey_runtime::prelude::*, merchant::Billing};
/// #[churnkey_runtime::action(cancel, schedules(immediate, end_of_period))]
/// impl Cancel for Billing {
///     async fn handle(&self, options: CancelOptions) -> Result<()> {
///         match options.scheduled_at {
///             Schedule::Immediate => { /* end it now */ }
///             Schedule::EndOfPeriod => { /* when the period ends */ }
///         }
///         Ok(())
///     }
/// }
/// ```
#[diagnostic::on_unimplemented(
    message = "`{Self}` has no `Cancel` action",
    label = "the `Cancel` action is missing",
    note = "add to the crate of `{Self}`:\n\n    #[churnkey::action(cancel, schedules(immediate, end_of_period))]\n    impl Cancel for {Self} {{\n        async fn handle(&self, options: CancelOptions) -> Result<()> {{ … }}\n    }}\n"
)]
pub trait Cancel: AnnotatedCancel + Subscriptions {
    /// Cancels one subscription.
    fn handle(&self, options: CancelOptions) -> impl Future<Output = Result<()>>;

    /// Cancels all subscriptions of a customer.
    fn handle_all(&self, options: CancelAllOptions) -> impl Future<Output = Result<()>> {
        drop(options);
        left_out("Cancel::handle_all")
    }
}

/// What [`Cancel::handle`] is asked for.
#[derive(Debug, Clone)]
#[non_exhaustive]
pub struct CancelOptions {
    /// Whose subscription it is.
    pub customer_id: CustomerId,
    /// Which subscription.
    pub subscription_id: SubscriptionId,
    /// When it takes effect: one of the declared `schedules`.
    pub scheduled_at: Schedule,
    /// Whether a paused subscription has to be unpaused first; false unless `unpause` is declared.
    pub unpause: bool,
    raw: Raw,
}

/// What [`Cancel::handle_all`] is asked for.
#[derive(Debug, Clone)]
#[non_exhaustive]
pub struct CancelAllOptions {
    /// Whose subscriptions they are.
    pub customer_id: CustomerId,
    /// When it takes effect: one of the declared `schedules`.
    pub scheduled_at: Schedule,
    /// Whether paused subscriptions have to be unpaused first; false unless `unpause` is declared.
    pub unpause: bool,
    raw: Raw,
}

impl CancelOptions {
    /// Options for a call from code, a test for one.
    pub fn new(
        customer_id: impl Into<CustomerId>,
        subscription_id: impl Into<SubscriptionId>,
        scheduled_at: Schedule,
    ) -> Self {
        let (customer_id, subscription_id) = (customer_id.into(), subscription_id.into());
        Self { customer_id, subscription_id, scheduled_at, unpause: false, raw: Raw::default() }
    }

    /// Whether a paused subscription has to be unpaused first.
    #[must_use]
    pub fn unpause(mut self, unpause: bool) -> Self {
        self.unpause = unpause;
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
        let subscription_id = fields.id(&["subscriptionId"])?;
        let CancelAllOptions { customer_id, scheduled_at, unpause, raw } =
            CancelAllOptions::read(fields, features)?;
        Ok(Self { customer_id, subscription_id, scheduled_at, unpause, raw })
    }

    #[cfg(feature = "openapi")]
    fn body(features: Features) -> Body {
        CancelAllOptions::body(features).required("subscriptionId", body::id("Which subscription."))
    }
}

impl CancelAllOptions {
    /// Options for a call from code, a test for one.
    pub fn new(customer_id: impl Into<CustomerId>, scheduled_at: Schedule) -> Self {
        Self { customer_id: customer_id.into(), scheduled_at, unpause: false, raw: Raw::default() }
    }

    /// Whether paused subscriptions have to be unpaused first.
    #[must_use]
    pub fn unpause(mut self, unpause: bool) -> Self {
        self.unpause = unpause;
        self
    }

    /// The options of [`Cancel::handle`] for one of the customer's subscriptions.
    #[must_use]
    pub fn of(&self, subscription_id: impl Into<SubscriptionId>) -> CancelOptions {
        CancelOptions {
            customer_id: self.customer_id.clone(),
            subscription_id: subscription_id.into(),
            scheduled_at: self.scheduled_at,
            unpause: self.unpause,
            raw: self.raw.clone(),
        }
    }

    /// The whole body as it arrived; `null` for options made in code.
    #[must_use]
    pub fn raw(&self) -> Value {
        self.raw.json()
    }

    fn read(fields: &Fields<'_>, features: Features) -> Result<Self> {
        let customer_id = fields.id(&["customerId"])?;
        let scheduled_at = fields.word("scheduledAt")?;
        let unpause = fields.flag("unpause")?.unwrap_or(false);
        Ok(Self {
            customer_id,
            scheduled_at: offered("scheduledAt", scheduled_at, features.schedules)?,
            unpause: offered_flag("unpause", unpause, features.unpause)?,
            raw: fields.raw(),
        })
    }

    #[cfg(feature = "openapi")]
    fn body(features: Features) -> Body {
        Body::default()
            .required("customerId", body::id("Which customer."))
            .required("scheduledAt", body::word(features.schedules, "When it takes effect."))
            .optional(
                "unpause",
                body::flag(
                    features.unpause,
                    false,
                    "Whether a paused subscription has to be unpaused first.",
                ),
            )
    }
}

/// What the attribute says of its block.
#[doc(hidden)]
#[diagnostic::on_unimplemented(
    message = "`impl Cancel for {Self}` has no attribute, so its endpoints would not exist",
    label = "this impl block is not annotated",
    note = "write `#[churnkey::action(cancel, schedules(immediate, end_of_period))]` above the impl block"
)]
pub trait AnnotatedCancel: Sized {
    const FEATURES: Features;
    const ENDPOINTS: &'static [Endpoint];
    const PLACE: Place;
}

/// The arguments of the attribute.
#[doc(hidden)]
#[derive(Debug, Clone, Copy)]
pub struct Features {
    pub schedules: &'static [Schedule],
    pub unpause: bool,
}

pub(crate) const INFO: Info =
    Info { kind: Kind::Action, required: false, needs: &[Module::Subscriptions] };

#[doc(hidden)]
#[must_use]
pub const fn module<C: Cancel>() -> Implementation {
    Implementation::new::<C>(
        Module::Cancel,
        <C as AnnotatedCancel>::ENDPOINTS,
        announced::<C>,
        <C as AnnotatedCancel>::PLACE,
    )
}

fn announced<C: Cancel>(module: &Implementation) -> Map<String, Value> {
    features([
        ("handleAll", module.has("handle_all")),
        ("schedules", choices(<C as AnnotatedCancel>::FEATURES.schedules)),
        ("unpause", Value::Bool(<C as AnnotatedCancel>::FEATURES.unpause)),
    ])
}

#[doc(hidden)]
#[must_use]
pub const fn handle<C: Cancel>() -> Endpoint {
    let endpoint = Endpoint::write("handle", "/actions/subscription/cancel", |call| {
        call.action(
            |fields| CancelOptions::read(fields, <C as AnnotatedCancel>::FEATURES),
            async |context: &C, options| Cancel::handle(context, options).await,
        )
    });
    #[cfg(feature = "openapi")]
    let endpoint = endpoint.takes(
        || CancelOptions::body(<C as AnnotatedCancel>::FEATURES),
        "Cancels one subscription.",
    );
    endpoint
}

#[doc(hidden)]
#[must_use]
pub const fn handle_all<C: Cancel>() -> Endpoint {
    let endpoint = Endpoint::write("handle_all", "/actions/customer/cancel", |call| {
        call.action(
            |fields| CancelAllOptions::read(fields, <C as AnnotatedCancel>::FEATURES),
            async |context: &C, options| Cancel::handle_all(context, options).await,
        )
    });
    #[cfg(feature = "openapi")]
    let endpoint = endpoint.takes(
        || CancelAllOptions::body(<C as AnnotatedCancel>::FEATURES),
        "Cancels all subscriptions of a customer.",
    );
    endpoint
}
