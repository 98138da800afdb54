//! The ExtendTrial action (protocol 6.5).

use serde_json::{Map, Value};

use crate::actions::Cancel;
use crate::actions::duration::ActionDuration;
use crate::actions::options::{duration, options};
use crate::controllers::Subscriptions;
use crate::error::Result;
use crate::module::endpoint::{Endpoint, Signature};
use crate::module::manifest::{choices, features};
use crate::module::names::{Info, Kind, Module};
use crate::module::registry::{Implementation, SourceLocation};

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
/// | `durations(period, date)` | required: how the extension may be given |
/// | `multiple` | optional: a trial may be extended more than once |
///
/// ```
/// # extern crate churnkey_runtime as churnkey;
/// # mod merchant { include!(concat!(env!("CARGO_MANIFEST_DIR"), "/doc/billing_with_cancel.rs")); }
/// # use {churnkey::prelude::*, merchant::Billing};
/// #[churnkey::action(extend_trial, durations(period, date))]
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

options! {
    ExtendTrial:
    /// The options of [`ExtendTrial::handle`].
    ExtendTrialOptions;
    |features: Features|
    required {
        /// How much longer: one of the declared `durations`. Churnkey does not say whether a period counts from now or
        /// from the trial's current end; we recommend the latter
        /// ([protocol 6.5](crate::protocol#65-extend-trial)).
        "duration" => duration: ActionDuration, duration(features.durations);
    }
    flags {}
}

/// What the attribute says about its block.
#[doc(hidden)]
#[diagnostic::on_unimplemented(
    message = "`impl ExtendTrial for {Self}` has no attribute, so its endpoints would not exist",
    label = "this impl block is not annotated",
    note = "write `#[churnkey::action(extend_trial, durations(period, date))]` above the impl block"
)]
pub trait AnnotatedExtendTrial: Sized {
    const FEATURES: Features;
    const ENDPOINTS: &'static [Endpoint];
    const PLACE: SourceLocation;
}

/// The arguments of the attribute.
#[doc(hidden)]
#[derive(Debug, Clone, Copy)]
pub struct Features {
    pub durations: &'static [DurationKind],
    pub multiple: bool,
}

pub(crate) const INFO: Info = Info {
    kind: Kind::Action,
    required: false,
    needs: &[Module::Subscriptions, Module::Cancel],
    endpoints: &[HANDLE],
};

const HANDLE: Signature = Signature::new("handle", "/actions/subscription/extend-trial");

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
    Endpoint::write(HANDLE, |call| {
        call.action(
            |fields| ExtendTrialOptions::read(fields, <C as AnnotatedExtendTrial>::FEATURES),
            async |context: &C, options| ExtendTrial::handle(context, options).await,
        )
    })
    .takes(
        || ExtendTrialOptions::schema(<C as AnnotatedExtendTrial>::FEATURES),
        |fields| ExtendTrialOptions::any_event(fields, <C as AnnotatedExtendTrial>::FEATURES),
        "Extends the trial of one subscription.",
    )
}
