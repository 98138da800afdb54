//! The Cancel action (protocol 6.1).

use serde_json::{Map, Value};

use crate::actions::options::{flag, options, word};
use crate::controllers::Subscriptions;
use crate::error::Result;
use crate::module::endpoint::{Endpoint, Signature, left_out};
use crate::module::manifest::{choices, features};
use crate::module::names::{Info, Kind, Module};
use crate::module::registry::{Implementation, SourceLocation};

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
/// # extern crate churnkey_runtime as churnkey;
/// # mod merchant { include!(concat!(env!("CARGO_MANIFEST_DIR"), "/doc/billing.rs")); }
/// # use {churnkey::prelude::*, merchant::Billing};
/// #[churnkey::action(cancel, schedules(immediate, end_of_period))]
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

options! {
    Cancel:
    /// The options of [`Cancel::handle`].
    CancelOptions;
    /// The options of [`Cancel::handle_all`].
    CancelAllOptions;
    |features: Features|
    required {
        /// When it takes effect: one of the declared `schedules`.
        "scheduledAt" => scheduled_at: Schedule, word(features.schedules);
    }
    flags {
        /// Whether a paused subscription has to be unpaused first; false unless `unpause` is declared.
        "unpause" => unpause, flag(features.unpause);
    }
}

/// What the attribute says about its block.
#[doc(hidden)]
#[diagnostic::on_unimplemented(
    message = "`impl Cancel for {Self}` has no attribute, so its endpoints would not exist",
    label = "this impl block is not annotated",
    note = "write `#[churnkey::action(cancel, schedules(immediate, end_of_period))]` above the impl block"
)]
pub trait AnnotatedCancel: Sized {
    const FEATURES: Features;
    const ENDPOINTS: &'static [Endpoint];
    const PLACE: SourceLocation;
}

/// The arguments of the attribute.
#[doc(hidden)]
#[derive(Debug, Clone, Copy)]
pub struct Features {
    pub schedules: &'static [Schedule],
    pub unpause: bool,
}

pub(crate) const INFO: Info = Info {
    kind: Kind::Action,
    required: false,
    needs: &[Module::Subscriptions],
    endpoints: &[HANDLE, HANDLE_ALL],
};

const HANDLE: Signature = Signature::new("handle", "/actions/subscription/cancel");
const HANDLE_ALL: Signature = Signature::new("handle_all", "/actions/customer/cancel");

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
        ("handleAll", Value::Bool(module.has("handle_all"))),
        ("schedules", choices(<C as AnnotatedCancel>::FEATURES.schedules)),
        ("unpause", Value::Bool(<C as AnnotatedCancel>::FEATURES.unpause)),
    ])
}

#[doc(hidden)]
#[must_use]
pub const fn handle<C: Cancel>() -> Endpoint {
    Endpoint::write(HANDLE, |call| {
        call.action(
            |fields| CancelOptions::read(fields, <C as AnnotatedCancel>::FEATURES),
            async |context: &C, options| Cancel::handle(context, options).await,
        )
    })
    .takes(
        || CancelOptions::schema(<C as AnnotatedCancel>::FEATURES),
        |fields| CancelOptions::any_event(fields, <C as AnnotatedCancel>::FEATURES),
        "Cancels one subscription.",
    )
}

#[doc(hidden)]
#[must_use]
pub const fn handle_all<C: Cancel>() -> Endpoint {
    Endpoint::write(HANDLE_ALL, |call| {
        call.action(
            |fields| CancelAllOptions::read(fields, <C as AnnotatedCancel>::FEATURES),
            async |context: &C, options| Cancel::handle_all(context, options).await,
        )
    })
    .takes(
        || CancelAllOptions::schema(<C as AnnotatedCancel>::FEATURES),
        |fields| CancelAllOptions::any_event(fields, <C as AnnotatedCancel>::FEATURES),
        "Cancels all subscriptions of a customer.",
    )
}
