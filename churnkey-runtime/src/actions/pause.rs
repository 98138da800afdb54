//! The Pause action (protocol 6.2).

use serde_json::{Map, Value};

use crate::actions::Cancel;
use crate::actions::duration::ActionDuration;
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

pub use crate::actions::duration::DurationKind;
pub use crate::actions::schedule::StartDate;

/// The Pause action: Churnkey can offer a pause instead of a cancellation.
///
/// | method | endpoint | |
/// |---|---|---|
/// | `handle` | `POST /churnkey/actions/subscription/pause` | required |
/// | `handle_all` | `POST /churnkey/actions/customer/pause` | optional; without it Churnkey calls `handle` for each subscription |
///
/// Needs [`Subscriptions`] and [`Cancel`].
///
/// | argument | |
/// |---|---|
/// | `start_dates(immediate, end_of_period)` | required: when a pause may begin |
/// | `durations(period, date)` | required: how its length may be told |
/// | `allow_annual` | optional: yearly subscriptions may be paused |
///
/// ```
/// # mod merchant { include!(concat!(env!("CARGO_MANIFEST_DIR"), "/doc/billing_with_cancel.rs")); }
/// # use {churnkey_runtime::prelude::*, merchant::Billing};
/// #[churnkey_runtime::action(pause, start_dates(immediate), durations(period, date), allow_annual)]
/// impl Pause for Billing {
///     async fn handle(&self, options: PauseOptions) -> Result<()> {
///         let subscription = Subscriptions::retrieve(self, options.subscription()).await?;
///         if !options.allow_annual && subscription.duration.unit == Unit::Year {
///             return Err(Error::bad_request("annual subscriptions are not allowed to be paused"));
///         }
///         Ok(())
///     }
/// }
/// ```
#[diagnostic::on_unimplemented(
    message = "`{Self}` has no `Pause` action",
    label = "the `Pause` action is missing",
    note = "add to the crate of `{Self}`:\n\n    #[churnkey::action(pause, start_dates(immediate, end_of_period), durations(period, date))]\n    impl Pause for {Self} {{\n        async fn handle(&self, options: PauseOptions) -> Result<()> {{ … }}\n    }}\n"
)]
pub trait Pause: AnnotatedPause + Subscriptions + Cancel {
    /// Pauses one subscription.
    fn handle(&self, options: PauseOptions) -> impl Future<Output = Result<()>>;

    /// Pauses all subscriptions of a customer.
    fn handle_all(&self, options: PauseAllOptions) -> impl Future<Output = Result<()>> {
        drop(options);
        left_out("Pause::handle_all")
    }
}

/// What [`Pause::handle`] is asked for.
#[derive(Debug, Clone)]
#[non_exhaustive]
pub struct PauseOptions {
    /// Whose subscription it is.
    pub customer_id: CustomerId,
    /// Which subscription.
    pub subscription_id: SubscriptionId,
    /// When the pause begins: one of the declared `start_dates`.
    pub start_at: StartDate,
    /// How long it lasts, counted from its start: one of the declared `durations`.
    pub duration: ActionDuration,
    /// Whether a yearly subscription may be paused. What Churnkey sent, or else whether `allow_annual` is declared.
    pub allow_annual: bool,
    raw: Raw,
}

/// What [`Pause::handle_all`] is asked for.
#[derive(Debug, Clone)]
#[non_exhaustive]
pub struct PauseAllOptions {
    /// Whose subscriptions they are.
    pub customer_id: CustomerId,
    /// When the pause begins: one of the declared `start_dates`.
    pub start_at: StartDate,
    /// How long it lasts, counted from its start: one of the declared `durations`.
    pub duration: ActionDuration,
    /// Whether yearly subscriptions may be paused. What Churnkey sent, or else whether `allow_annual` is declared.
    pub allow_annual: bool,
    raw: Raw,
}

impl PauseOptions {
    /// Options for a call from code, a test for one. Yearly subscriptions are not allowed.
    pub fn new(
        customer_id: impl Into<CustomerId>,
        subscription_id: impl Into<SubscriptionId>,
        start_at: StartDate,
        duration: ActionDuration,
    ) -> Self {
        PauseAllOptions::new(customer_id, start_at, duration).of(subscription_id)
    }

    /// Whether a yearly subscription may be paused.
    #[must_use]
    pub fn allow_annual(mut self, allow_annual: bool) -> Self {
        self.allow_annual = allow_annual;
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
        let subscription_id: SubscriptionId = fields.id(&["subscriptionId"])?;
        Ok(PauseAllOptions::read(fields, features)?.of(subscription_id))
    }

    #[cfg(feature = "openapi")]
    fn body(features: Features) -> Body {
        PauseAllOptions::body(features).required("subscriptionId", body::id("Which subscription."))
    }
}

impl PauseAllOptions {
    /// Options for a call from code, a test for one. Yearly subscriptions are not allowed.
    pub fn new(
        customer_id: impl Into<CustomerId>,
        start_at: StartDate,
        duration: ActionDuration,
    ) -> Self {
        Self {
            customer_id: customer_id.into(),
            start_at,
            duration,
            allow_annual: false,
            raw: Raw::default(),
        }
    }

    /// Whether yearly subscriptions may be paused.
    #[must_use]
    pub fn allow_annual(mut self, allow_annual: bool) -> Self {
        self.allow_annual = allow_annual;
        self
    }

    /// The options of [`Pause::handle`] for one of the customer's subscriptions.
    #[must_use]
    pub fn of(&self, subscription_id: impl Into<SubscriptionId>) -> PauseOptions {
        PauseOptions {
            customer_id: self.customer_id.clone(),
            subscription_id: subscription_id.into(),
            start_at: self.start_at,
            duration: self.duration,
            allow_annual: self.allow_annual,
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
        let start_at = offered("startAt", fields.word("startAt")?, features.start_dates)?;
        let duration = ActionDuration::read(fields)?;
        offered("duration", duration.kind(), features.durations)?;
        // Absent: the integration's own feature (protocol 6.2).
        let allow_annual = fields.flag("allowAnnual")?.unwrap_or(features.allow_annual);
        let allow_annual = offered_flag("allowAnnual", allow_annual, features.allow_annual)?;
        Ok(Self { customer_id, start_at, duration, allow_annual, raw: fields.raw() })
    }

    #[cfg(feature = "openapi")]
    fn body(features: Features) -> Body {
        Body::default()
            .required("customerId", body::id("Which customer."))
            .required("startAt", body::word(features.start_dates, "When the pause begins."))
            .required("duration", ActionDuration::schema(features.durations))
            .optional(
                "allowAnnual",
                body::flag(
                    features.allow_annual,
                    true,
                    "Whether a yearly subscription may be paused.",
                ),
            )
    }
}

/// What the attribute says of its block.
#[doc(hidden)]
#[diagnostic::on_unimplemented(
    message = "`impl Pause for {Self}` has no attribute, so its endpoints would not exist",
    label = "this impl block is not annotated",
    note = "write `#[churnkey::action(pause, start_dates(immediate, end_of_period), durations(period, date))]` above the impl block"
)]
pub trait AnnotatedPause: Sized {
    const FEATURES: Features;
    const ENDPOINTS: &'static [Endpoint];
    const PLACE: Place;
}

/// The arguments of the attribute.
#[doc(hidden)]
#[derive(Debug, Clone, Copy)]
pub struct Features {
    pub start_dates: &'static [StartDate],
    pub durations: &'static [DurationKind],
    pub allow_annual: bool,
}

pub(crate) const INFO: Info =
    Info { kind: Kind::Action, required: false, needs: &[Module::Subscriptions, Module::Cancel] };

#[doc(hidden)]
#[must_use]
pub const fn module<C: Pause>() -> Implementation {
    Implementation::new::<C>(
        Module::Pause,
        <C as AnnotatedPause>::ENDPOINTS,
        announced::<C>,
        <C as AnnotatedPause>::PLACE,
    )
}

fn announced<C: Pause>(module: &Implementation) -> Map<String, Value> {
    features([
        ("handleAll", module.has("handle_all")),
        ("startDates", choices(<C as AnnotatedPause>::FEATURES.start_dates)),
        ("durations", choices(<C as AnnotatedPause>::FEATURES.durations)),
        ("allowAnnual", Value::Bool(<C as AnnotatedPause>::FEATURES.allow_annual)),
    ])
}

#[doc(hidden)]
#[must_use]
pub const fn handle<C: Pause>() -> Endpoint {
    let endpoint = Endpoint::write("handle", "/actions/subscription/pause", |call| {
        call.action(
            |fields| PauseOptions::read(fields, <C as AnnotatedPause>::FEATURES),
            async |context: &C, options| Pause::handle(context, options).await,
        )
    });
    #[cfg(feature = "openapi")]
    let endpoint = endpoint
        .takes(|| PauseOptions::body(<C as AnnotatedPause>::FEATURES), "Pauses one subscription.");
    endpoint
}

#[doc(hidden)]
#[must_use]
pub const fn handle_all<C: Pause>() -> Endpoint {
    let endpoint = Endpoint::write("handle_all", "/actions/customer/pause", |call| {
        call.action(
            |fields| PauseAllOptions::read(fields, <C as AnnotatedPause>::FEATURES),
            async |context: &C, options| Pause::handle_all(context, options).await,
        )
    });
    #[cfg(feature = "openapi")]
    let endpoint = endpoint.takes(
        || PauseAllOptions::body(<C as AnnotatedPause>::FEATURES),
        "Pauses all subscriptions of a customer.",
    );
    endpoint
}
