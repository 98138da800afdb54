//! The Pause action (protocol 6.2).

use serde_json::{Map, Value};

use crate::actions::Cancel;
use crate::actions::duration::ActionDuration;
use crate::actions::options::{duration, flag_by_default, options, word};
use crate::controllers::Subscriptions;
use crate::error::Result;
use crate::module::endpoint::{Endpoint, Signature, left_out};
use crate::module::manifest::{choices, features};
use crate::module::names::{Info, Kind, Module};
use crate::module::registry::{Implementation, SourceLocation};

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
/// | `durations(period, date)` | required: how its length may be given |
/// | `allow_annual` | optional: yearly subscriptions may be paused |
///
/// ```
/// # extern crate churnkey_runtime as churnkey;
/// # mod merchant { include!(concat!(env!("CARGO_MANIFEST_DIR"), "/doc/billing_with_cancel.rs")); }
/// # use {churnkey::prelude::*, merchant::Billing};
/// #[churnkey::action(pause, start_dates(immediate), durations(period, date), allow_annual)]
/// impl Pause for Billing {
///     async fn handle(&self, options: PauseOptions) -> Result<()> {
///         let subscription = Subscriptions::retrieve(self, options.subscription()).await?;
///         if !options.allow_annual && subscription.duration.unit == CycleUnit::Year {
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

options! {
    Pause:
    /// The options of [`Pause::handle`].
    PauseOptions;
    /// The options of [`Pause::handle_all`].
    PauseAllOptions;
    |features: Features|
    required {
        /// When the pause begins: one of the declared `start_dates`.
        "startAt" => start_at: StartDate, word(features.start_dates);
        /// How long it lasts, counted from its start: one of the declared `durations`.
        "duration" => duration: ActionDuration, duration(features.durations);
    }
    flags {
        /// Whether a yearly subscription may be paused: what Churnkey sent, or else whether `allow_annual` is declared
        /// ([protocol 6.2](crate::protocol#62-pause)).
        "allowAnnual" => allow_annual, flag_by_default(features.allow_annual);
    }
}

/// What the attribute says about its block.
#[doc(hidden)]
#[diagnostic::on_unimplemented(
    message = "`impl Pause for {Self}` has no attribute, so its endpoints would not exist",
    label = "this impl block is not annotated",
    note = "write `#[churnkey::action(pause, start_dates(immediate, end_of_period), durations(period, date))]` above the impl block"
)]
pub trait AnnotatedPause: Sized {
    const FEATURES: Features;
    const ENDPOINTS: &'static [Endpoint];
    const PLACE: SourceLocation;
}

/// The arguments of the attribute.
#[doc(hidden)]
#[derive(Debug, Clone, Copy)]
pub struct Features {
    pub start_dates: &'static [StartDate],
    pub durations: &'static [DurationKind],
    pub allow_annual: bool,
}

pub(crate) const INFO: Info = Info {
    kind: Kind::Action,
    required: false,
    needs: &[Module::Subscriptions, Module::Cancel],
    endpoints: &[HANDLE, HANDLE_ALL],
};

const HANDLE: Signature = Signature::new("handle", "/actions/subscription/pause");
const HANDLE_ALL: Signature = Signature::new("handle_all", "/actions/customer/pause");

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
        ("handleAll", Value::Bool(module.has("handle_all"))),
        ("startDates", choices(<C as AnnotatedPause>::FEATURES.start_dates)),
        ("durations", choices(<C as AnnotatedPause>::FEATURES.durations)),
        ("allowAnnual", Value::Bool(<C as AnnotatedPause>::FEATURES.allow_annual)),
    ])
}

#[doc(hidden)]
#[must_use]
pub const fn handle<C: Pause>() -> Endpoint {
    Endpoint::write(HANDLE, |call| {
        call.action(
            |fields| PauseOptions::read(fields, <C as AnnotatedPause>::FEATURES),
            async |context: &C, options| Pause::handle(context, options).await,
        )
    })
    .takes(
        || PauseOptions::schema(<C as AnnotatedPause>::FEATURES),
        |fields| PauseOptions::any_event(fields, <C as AnnotatedPause>::FEATURES),
        "Pauses one subscription.",
    )
}

#[doc(hidden)]
#[must_use]
pub const fn handle_all<C: Pause>() -> Endpoint {
    Endpoint::write(HANDLE_ALL, |call| {
        call.action(
            |fields| PauseAllOptions::read(fields, <C as AnnotatedPause>::FEATURES),
            async |context: &C, options| Pause::handle_all(context, options).await,
        )
    })
    .takes(
        || PauseAllOptions::schema(<C as AnnotatedPause>::FEATURES),
        |fields| PauseAllOptions::any_event(fields, <C as AnnotatedPause>::FEATURES),
        "Pauses all subscriptions of a customer.",
    )
}
