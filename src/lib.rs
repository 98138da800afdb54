//! Churnkey's *Custom Provider Integration* for merchants with home-grown billing.
//!
//! Churnkey's cancel flow keeps customers of a SaaS company from leaving. A company with its own billing gives Churnkey
//! access to it over HTTP: to read customers, prices, subscriptions and coupons, and to call the actions cancel, pause,
//! apply coupon, change price and extend trial. With this crate you write that as a few annotated impl blocks; the
//! compiler tells you what is missing, and [`serve`] serves it.
//!
//! ```no_run
//! use churnkey::prelude::*;
//!
//! struct Billing; // your own type: a connection pool, a client of another service, …
//!
//! #[churnkey::controller]
//! impl Customers for Billing {
//!     async fn retrieve(&self, id: CustomerId) -> Result<Customer> {
//!         match id.as_str() {
//!             "u_1001" => Ok(Customer::new(id).name("Mina").email("mina@example.org")),
//!             _ => Err(Error::not_found(format!("customer {id} does not exist"))),
//!         }
//!     }
//! }
//!
//! #[churnkey::controller]
//! impl Prices for Billing {
//!     async fn retrieve(&self, id: PriceId) -> Result<Price> {
//!         Ok(Price::standalone(id, BillingCycle::MONTHLY, Amount::flat(Currency::EUR, 900)))
//!     }
//!
//!     async fn list(&self, page: PageRequest) -> Result<Page<Price>> {
//!         Page::slice(&[Price::standalone("p_m", BillingCycle::MONTHLY, Amount::flat(Currency::EUR, 900))], &page)
//!     }
//! }
//!
//! #[churnkey::controller]
//! impl Subscriptions for Billing {
//!     async fn retrieve(&self, key: SubscriptionKey) -> Result<Subscription> {
//!         Err(Error::not_found(format!("subscription {} does not exist", key.subscription_id)))
//!     }
//! }
//!
//! #[churnkey::action(cancel, schedules(immediate, end_of_period))]
//! impl Cancel for Billing {
//!     async fn handle(&self, options: CancelOptions) -> Result<()> {
//!         match options.scheduled_at {
//!             Schedule::Immediate => { /* end it now */ }
//!             Schedule::EndOfPeriod => { /* when the period ends */ }
//!         }
//!         Ok(())
//!     }
//! }
//!
//! #[actix_web::main]
//! async fn main() -> std::io::Result<()> {
//!     churnkey::serve(Billing).await
//! }
//! ```
//!
//! - [`controllers`] and [`actions`]: a trait for each module, with its methods, endpoints and arguments;
//! - [`controller`](macro@controller) and [`action`](macro@action): the attributes;
//! - [`models`]: the values that controllers return, with constructors that build only what Churnkey can read;
//! - [`serve`], and [`Integration`] for larger set-ups: your own app, a context per request, test data, settings;
//! - [`protocol`]: what crosses the wire, and how certain each fact is.

#[cfg(feature = "embed")]
#[doc(inline)]
pub use churnkey_embed as embed;
#[cfg(feature = "rehearsal")]
#[doc(inline)]
pub use churnkey_rehearsal as rehearsal;
#[cfg(feature = "swagger-ui")]
#[doc(inline)]
pub use churnkey_runtime::SwaggerUi;
#[cfg(feature = "rustls")]
#[doc(inline)]
pub use churnkey_runtime::TlsFiles;
#[cfg(feature = "verify")]
#[doc(inline)]
pub use churnkey_runtime::reverify;
#[cfg(feature = "rustls")]
pub use churnkey_runtime::rustls;
#[doc(inline)]
pub use churnkey_runtime::{
    AuthRequest, BoundServer, Builder, Cause, Context, ContextRequest, ContextRequestBuilder,
    Ended, Error, Gate, GateEntry, GateNotice, GateSource, GateTarget, Health, Integration,
    KeyCase, Manifest, ManifestFormat, ManifestShape, Mode, Module, ModuleFeatures, Outcome, Ready,
    RequestInfo, Result, Secret, Server, ServerHandle, Signature, SourceLocation, StartError,
    Token, TokenFile, UnknownGateTarget, UnknownManifestFormat, UnknownMode, actions, actix_web,
    chrono, controllers, models, prelude, protocol, serde_json, serve, tracing, trust_connection,
};
#[doc(no_inline)]
pub use churnkey_runtime::{actions::*, controllers::*};
#[cfg(feature = "testing")]
#[doc(inline)]
pub use churnkey_verify::testing;

/// Plays Churnkey's side against an integration. It finds what *Verify* in the dashboard would find, and more, before
/// you press it.
///
/// A [`Verifier`](verify::Verifier) works on any integration, whether it uses this framework or is written by hand in
/// another language: in process, or over HTTP (with the feature `verify`). It only reads, unless it is given a
/// subscription that may be changed. [`checks`](verify::checks) lists all checks.
///
/// [`comparison`](verify::comparison) compares two integrations, [`compare`](verify::compare) finds what changed
/// between two reads of an object, and [`transport`](verify::transport) sends requests to an integration.
#[cfg(feature = "testing")]
pub mod verify {
    pub use churnkey_verify::{
        CannotRun, Check, Outcome, Report, Severity, Verdict, Verifier, checks,
    };
    pub use churnkey_verify::{compare, comparison, transport};
}

#[doc(hidden)]
pub use churnkey_runtime::__private;

/// Makes an impl block, or a function, an action of the integration: something that Churnkey can do to a subscription.
///
/// Examples of each argument come first, then [everything that the attribute takes](#the-attribute).
///
/// # Examples of the arguments
///
/// `schedules(…)` of `cancel` and `change_price`: when the action may take effect. A request for another schedule is
/// refused.
///
/// ```
/// # mod merchant { include!(concat!(env!("CARGO_MANIFEST_DIR"), "/churnkey-runtime/doc/billing.rs")); }
/// # use {churnkey::prelude::*, merchant::Billing};
/// #[churnkey::action(cancel, schedules(end_of_period))]
/// impl Cancel for Billing {
///     async fn handle(&self, options: CancelOptions) -> Result<()> {
///         assert_eq!(options.scheduled_at, Schedule::EndOfPeriod); // it can be nothing else
///         Ok(())
///     }
/// }
/// ```
///
/// `unpause` of `cancel`: a paused subscription can be unpaused first.
///
/// ```
/// # mod merchant { include!(concat!(env!("CARGO_MANIFEST_DIR"), "/churnkey-runtime/doc/billing.rs")); }
/// # use {churnkey::prelude::*, merchant::Billing};
/// #[churnkey::action(cancel, schedules(immediate, end_of_period), unpause)]
/// impl Cancel for Billing {
///     async fn handle(&self, options: CancelOptions) -> Result<()> {
///         if options.unpause { /* end its pause */ }
///         Ok(())
///     }
/// }
/// ```
///
/// `start_dates(…)` and `durations(…)` of `pause`: when it may start, and how its length may be given.
///
/// ```
/// # mod merchant { include!(concat!(env!("CARGO_MANIFEST_DIR"), "/churnkey-runtime/doc/billing_with_cancel.rs")); }
/// # use {churnkey::prelude::*, merchant::Billing};
/// #[churnkey::action(pause, start_dates(immediate), durations(period))]
/// impl Pause for Billing {
///     async fn handle(&self, options: PauseOptions) -> Result<()> {
///         let end = options.duration.end(churnkey::chrono::Utc::now())?;
/// #       drop(end);
///         Ok(())
///     }
/// }
/// ```
///
/// `allow_annual` of `pause`: yearly subscriptions can be paused.
///
/// ```
/// # mod merchant { include!(concat!(env!("CARGO_MANIFEST_DIR"), "/churnkey-runtime/doc/billing_with_cancel.rs")); }
/// # use {churnkey::prelude::*, merchant::Billing};
/// #[churnkey::action(pause, start_dates(immediate, end_of_period), durations(period, date), allow_annual)]
/// impl Pause for Billing {
///     async fn handle(&self, options: PauseOptions) -> Result<()> {
///         if !options.allow_annual { /* refuse yearly ones */ }
///         Ok(())
///     }
/// }
/// ```
///
/// `prorate` of `change_price`: the difference can be prorated.
///
/// ```
/// # mod merchant { include!(concat!(env!("CARGO_MANIFEST_DIR"), "/churnkey-runtime/doc/billing_with_cancel.rs")); }
/// # use {churnkey::prelude::*, merchant::Billing};
/// #[churnkey::action(change_price, schedules(immediate), prorate)]
/// impl ChangePrice for Billing {
///     async fn handle(&self, options: ChangePriceOptions) -> Result<()> {
///         if options.prorate { /* credit the rest of the period */ }
///         Ok(())
///     }
/// }
/// ```
///
/// `durations(…)` and `multiple` of `extend_trial`: how the extension may be given, and whether a trial may be extended
/// more than once.
///
/// ```
/// # mod merchant { include!(concat!(env!("CARGO_MANIFEST_DIR"), "/churnkey-runtime/doc/billing_with_cancel.rs")); }
/// # use {churnkey::prelude::*, merchant::Billing};
/// #[churnkey::action(extend_trial, durations(period, date), multiple)]
/// impl ExtendTrial for Billing {
///     async fn handle(&self, options: ExtendTrialOptions) -> Result<()> {
/// #       drop(options);
///         // move the end of the trial
///         Ok(())
///     }
/// }
/// ```
///
/// A function, for an action with only `handle`. You can still call it.
///
/// ```
/// # mod merchant { include!(concat!(env!("CARGO_MANIFEST_DIR"), "/churnkey-runtime/doc/billing_with_cancel.rs")); }
/// # use {churnkey::prelude::*, merchant::Billing};
/// #[churnkey::action(apply_coupon)]
/// async fn apply_coupon(billing: &Billing, options: ApplyCouponOptions) -> Result<()> {
///     let coupon = Coupons::retrieve(billing, options.coupon.clone()).await?;
/// #   drop(coupon);
///     Ok(())
/// }
/// ```
///
/// # The attribute
///
#[doc(inline)]
pub use churnkey_macros::action;

/// Registers the modules of one instantiation of a generic context, such as `Billing<Postgres>`.
///
/// An example comes first, then [everything that the macro takes](#the-macro).
///
/// # Example
///
/// ```
/// use churnkey::prelude::*;
///
/// trait Store {
///     async fn customer(&self, id: &CustomerId) -> Result<Customer>;
///     async fn cancel(&self, key: &SubscriptionKey) -> Result<()>;
/// }
///
/// struct Billing<S> {
///     store: S,
/// }
///
/// #[churnkey::controller]
/// impl<S: Store> Customers for Billing<S> {
///     async fn retrieve(&self, id: CustomerId) -> Result<Customer> {
///         self.store.customer(&id).await
///     }
/// }
/// # #[churnkey::controller]
/// # impl<S: Store> Prices for Billing<S> {
/// #     async fn retrieve(&self, id: PriceId) -> Result<Price> {
/// #         Err(Error::not_found(format!("price {id} does not exist")))
/// #     }
/// #     async fn list(&self, page: PageRequest) -> Result<Page<Price>> {
/// #         Page::slice(&[], &page)
/// #     }
/// # }
/// # #[churnkey::controller]
/// # impl<S: Store> Subscriptions for Billing<S> {
/// #     async fn retrieve(&self, key: SubscriptionKey) -> Result<Subscription> {
/// #         Err(Error::not_found(format!("subscription {} does not exist", key.subscription_id)))
/// #     }
/// # }
/// // Prices and Subscriptions in the same way. An action may be a function:
///
/// #[churnkey::action(cancel, schedules(immediate))]
/// async fn cancel<S: Store>(billing: &Billing<S>, options: CancelOptions) -> Result<()> {
///     billing.store.cancel(&options.subscription()).await
/// }
///
/// struct Postgres;
///
/// impl Store for Postgres {
///     async fn customer(&self, id: &CustomerId) -> Result<Customer> {
///         Ok(Customer::new(id.clone()))
///     }
///
///     async fn cancel(&self, _: &SubscriptionKey) -> Result<()> {
///         Ok(())
///     }
/// }
///
/// churnkey::register!(Billing<Postgres>: Customers, Prices, Subscriptions, Cancel);
///
/// # fn main() -> Result<(), churnkey::StartError> {
/// let billing = Billing { store: Postgres };
/// let integration = churnkey::Integration::builder(billing).token("ck_int_1").build()?;
/// assert!(integration.manifest()["actions"]["cancel"].is_object());
/// # Ok(())
/// # }
/// ```
///
/// # The macro
///
#[doc(inline)]
pub use churnkey_macros::register;

/// Makes an impl block a controller of the integration: Churnkey reads customers, prices and the like through it.
///
/// Examples of each argument come first, then [everything that the attribute takes](#the-attribute).
///
/// # Examples of the arguments
///
/// `type = product` of `Prices`: all prices belong to products, so `Products` is needed too.
///
/// ```
/// use churnkey::prelude::*;
///
/// struct Billing;
///
/// #[churnkey::controller(type = product)]
/// impl Prices for Billing {
///     async fn retrieve(&self, id: PriceId) -> Result<Price> {
///         Ok(Price::product(id, "prod_team", BillingCycle::MONTHLY, Amount::per_unit(Currency::EUR, 900)))
///     }
///
///     async fn list(&self, page: PageRequest) -> Result<Page<Price>> {
///         Page::slice(&[], &page)
///     }
/// }
///
/// #[churnkey::controller]
/// impl Products for Billing {
///     async fn retrieve(&self, id: ProductId) -> Result<Product> {
///         Ok(Product::standalone(id, "Team"))
///     }
///
///     async fn list(&self, page: PageRequest) -> Result<Page<Product>> {
///         Page::slice(&[], &page)
///     }
/// }
/// ```
///
/// `type = family` of `Products`: all products belong to families, so `Families` is needed too.
///
/// ```
/// use churnkey::prelude::*;
///
/// struct Billing;
///
/// #[churnkey::controller(type = family)]
/// impl Products for Billing {
///     async fn retrieve(&self, id: ProductId) -> Result<Product> {
///         Ok(Product::family(id, "fam_apps", "Team"))
///     }
///
///     async fn list(&self, page: PageRequest) -> Result<Page<Product>> {
///         Page::slice(&[], &page)
///     }
/// }
///
/// #[churnkey::controller]
/// impl Families for Billing {
///     async fn retrieve(&self, id: FamilyId) -> Result<Family> {
///         Ok(Family::new(id, "Apps"))
///     }
///
///     async fn list(&self, page: PageRequest) -> Result<Page<Family>> {
///         Page::slice(&[], &page)
///     }
/// }
/// ```
///
/// `crate = ::path`: the crate under another name.
///
/// ```
/// extern crate churnkey as ck;
/// use ck::prelude::*;
///
/// struct Billing;
///
/// #[ck::controller(crate = ::ck)]
/// impl Customers for Billing {
///     async fn retrieve(&self, id: CustomerId) -> Result<Customer> {
///         Ok(Customer::new(id))
///     }
/// }
/// # fn main() {}
/// ```
///
/// # The attribute
///
#[doc(inline)]
pub use churnkey_macros::controller;

/// Compiles the code of the pages with the documentation.
#[cfg(doctest)]
mod pages {
    macro_rules! pages {
        ($($(#[$cfg:meta])? $name:ident = $path:literal,)*) => {
            $($(#[$cfg])? #[doc = include_str!($path)] struct $name;)*
        };
    }

    pages! {
        Readme = "../README.md",
        Actions = "../docs/actions.md",
        Beside = "../docs/beside.md",
        CustomerLimits = "../docs/customer-limits.md",
        Errors = "../docs/errors.md",
        Events = "../docs/events.md",
        ExistingApp = "../docs/existing-app.md",
        #[cfg(feature = "testing")]
        FirstContact = "../docs/first-contact.md",
        FromTypescript = "../docs/from-typescript.md",
        #[cfg(feature = "embed")]
        FrontEnd = "../docs/front-end.md",
        Gate = "../docs/gate.md",
        Lists = "../docs/lists.md",
        Modes = "../docs/modes.md",
        Observing = "../docs/observing.md",
        Privacy = "../docs/privacy.md",
        #[cfg(feature = "rehearsal")]
        Rehearsal = "../docs/rehearsal.md",
        Repeats = "../docs/repeats.md",
        Reliability = "../docs/reliability.md",
        Settings = "../docs/settings.md",
        #[cfg(feature = "testing")]
        SwitchingOver = "../docs/switching-over.md",
        Tokens = "../docs/tokens.md",
        #[cfg(feature = "testing")]
        Testing = "../docs/testing.md",
        YourData = "../docs/your-data.md",
    }
}
