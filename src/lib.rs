//! Churnkey's *Custom Provider Integration* for merchants with home-grown billing.
//!
//! Churnkey's cancel flow keeps customers of a SaaS company from leaving. A company whose billing is its own gives
//! Churnkey access to it over HTTP: customers, prices, subscriptions and coupons to read, and the actions cancel, pause,
//! apply coupon, change price and extend trial. With this crate that is a number of annotated impl blocks; the compiler
//! says what is missing, and [`serve`] serves it.
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
//!         Ok(Price::standalone(id, Duration::MONTHLY, Amount::flat(Currency::EUR, 900)))
//!     }
//!
//!     async fn list(&self, page: PageRequest) -> Result<Page<Price>> {
//!         Page::slice(&[Price::standalone("p_m", Duration::MONTHLY, Amount::flat(Currency::EUR, 900))], &page)
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
//! - [`controllers`] and [`actions`]: one trait for each module, with its methods, endpoints and arguments;
//! - [`controller`](macro@controller) and [`action`](macro@action): the attributes;
//! - [`models`]: what controllers give, with constructors that build only what Churnkey can read;
//! - [`serve`], and [`Integration`] for bigger set-ups: an app of your own, a context per request, test data, settings.

#[doc(inline)]
pub use churnkey_runtime::{
    BoundServer, Builder, ContextRequest, Error, Integration, KeyCase, Manifest, ManifestFormat,
    Mode, ModuleFeatures, Place, Result, Server, StartError, UnknownMode, actions, actix_web,
    chrono, controllers, models, prelude, serde_json, serve,
};
#[doc(no_inline)]
pub use churnkey_runtime::{actions::*, controllers::*};

#[doc(hidden)]
pub use churnkey_runtime::__private;

#[doc(inline)]
pub use churnkey_macros::{action, controller};

/// The README's code is compiled with the documentation.
#[cfg(doctest)]
#[doc = include_str!("../README.md")]
struct Readme;
