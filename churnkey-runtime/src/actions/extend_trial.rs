//! The ExtendTrial action (protocol 6.5).

use serde_json::{Map, Value};

use crate::actions::Cancel;
use crate::actions::duration::ActionDuration;
use crate::controllers::Subscriptions;
use crate::error::Result;
use crate::models::{CustomerId, SubscriptionId, SubscriptionKey};
use crate::module::body::{Fields, Raw, offered};
use crate::module::endpoint::Endpoint;
use crate::module::manifest::{choices, features};
use crate::module::registry::{Implementation, Place};
use crate::module::table::{Info, Kind, Module};
#[cfg(feature = "openapi")]
use crate::openapi::body::{self, Body};

pub use crate::actions::duration::DurationKind;

/// The ExtendTrial action: Churnkey can offer a longer trial.
///
/// | method | endpoint | |
/// |---|---|---|
/// | `handle` | `POST /churnkey/actions/subscription/extend-trial` | required |
///
/// Needs [`Subscriptions`] and [`Cancel`].
///
/// | argument | |
/// |---|---|
/// | `durations(period, date)` | required: how the extension may be told |
/// | `multiple` | optional: a trial may be extended more than once |
///
/// ```
/// # mod merchant { include!(concat!(env!("CARGO_MANIFEST_DIR"), "/doc/billing_with_cancel.rs")); }
/// # use {churnkey_runtime::prelude::*, merchant::Billing};
/// #[churnkey_runtime::action(extend_trial, durations(period, date))]
/// impl ExtendTrial for Billing {
///     async fn handle(&self, options: ExtendTrialOptions) -> Result<()> {
///         let subscription = Subscriptions::retrieve(self, options.subscription()).await?;
///         // move the end of its trial
/// #       drop(subscription);
///         Ok(())
///     }
/// }
/// ```
#[diagnostic::on_unimplemented(
    message = "`{Self}` has no `ExtendTrial` action",
    label = "the `ExtendTrial` action is missing",
    note = "add to the crate of `{Self}`:\n\n    #[churnkey::action(extend_trial, durations(period, date))]\n    impl ExtendTrial for {Self} {{\n        async fn handle(&self, options: ExtendTrialOptions) -> Result<()> {{ … }}\n    }}\n"
)]
pub trait ExtendTrial: AnnotatedExtendTrial + Subscriptions + Cancel {
    /// Extends the trial of one subscription.
    fn handle(&self, options: ExtendTrialOptions) -> impl Future<Output = Result<()>>;
}

/// What [`ExtendTrial::handle`] is asked for.
#[derive(Debug, Clone)]
#[non_exhaustive]
pub struct ExtendTrialOptions {
    /// Whose subscription it is.
    pub customer_id: CustomerId,
    /// Which subscription.
    pub subscription_id: SubscriptionId,
    /// How much longer: one of the declared `durations`. Churnkey does not say whether a period counts from now or
    /// from the trial's present end; the latter is what we recommend (protocol 6.5).
    pub duration: ActionDuration,
    raw: Raw,
}

impl ExtendTrialOptions {
    /// Options for a call from code, a test for one.
    pub fn new(
        customer_id: impl Into<CustomerId>,
        subscription_id: impl Into<SubscriptionId>,
        duration: ActionDuration,
    ) -> Self {
        Self {
            customer_id: customer_id.into(),
            subscription_id: subscription_id.into(),
            duration,
            raw: Raw::default(),
        }
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
        let duration = ActionDuration::read(fields)?;
        offered("duration", duration.kind(), features.durations)?;
        Ok(Self { customer_id, subscription_id, duration, raw: fields.raw() })
    }

    #[cfg(feature = "openapi")]
    fn body(features: Features) -> Body {
        Body::default()
            .required("customerId", body::id("Which customer."))
            .required("subscriptionId", body::id("Which subscription."))
            .required("duration", ActionDuration::schema(features.durations))
    }
}

/// What the attribute says of its block.
#[doc(hidden)]
#[diagnostic::on_unimplemented(
    message = "`impl ExtendTrial for {Self}` has no attribute, so its endpoints would not exist",
    label = "this impl block is not annotated",
    note = "write `#[churnkey::action(extend_trial, durations(period, date))]` above the impl block"
)]
pub trait AnnotatedExtendTrial: Sized {
    const FEATURES: Features;
    const ENDPOINTS: &'static [Endpoint];
    const PLACE: Place;
}

/// The arguments of the attribute.
#[doc(hidden)]
#[derive(Debug, Clone, Copy)]
pub struct Features {
    pub durations: &'static [DurationKind],
    pub multiple: bool,
}

pub(crate) const INFO: Info =
    Info { kind: Kind::Action, required: false, needs: &[Module::Subscriptions, Module::Cancel] };

#[doc(hidden)]
#[must_use]
pub const fn module<C: ExtendTrial>() -> Implementation {
    Implementation::new::<C>(
        Module::ExtendTrial,
        <C as AnnotatedExtendTrial>::ENDPOINTS,
        announced::<C>,
        <C as AnnotatedExtendTrial>::PLACE,
    )
}

fn announced<C: ExtendTrial>(_: &Implementation) -> Map<String, Value> {
    features([
        ("durations", choices(<C as AnnotatedExtendTrial>::FEATURES.durations)),
        ("multiple", Value::Bool(<C as AnnotatedExtendTrial>::FEATURES.multiple)),
    ])
}

#[doc(hidden)]
#[must_use]
pub const fn handle<C: ExtendTrial>() -> Endpoint {
    let endpoint = Endpoint::write("handle", "/actions/subscription/extend-trial", |call| {
        call.action(
            |fields| ExtendTrialOptions::read(fields, <C as AnnotatedExtendTrial>::FEATURES),
            async |context: &C, options| ExtendTrial::handle(context, options).await,
        )
    });
    #[cfg(feature = "openapi")]
    let endpoint = endpoint.takes(
        || ExtendTrialOptions::body(<C as AnnotatedExtendTrial>::FEATURES),
        "Extends the trial of one subscription.",
    );
    endpoint
}
