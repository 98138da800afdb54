//! For a merchant's tests: the whole protocol in one line, typed requests in process, and a manifest compared with a
//! file.
//!
//! The first test to write is one line. If a method is broken, its panic shows which check found it and how to fix it:
//!
//! ```no_run
//! # mod churnkey { pub use churnkey_runtime::*; pub use churnkey_verify::{self as verify, testing}; }
//! # mod merchant { include!(concat!(env!("CARGO_MANIFEST_DIR"), "/../churnkey-runtime/doc/billing.rs")); }
//! # use merchant::Billing;
//! # async fn keeps_to_the_protocol() {
//! churnkey::testing::verify(Billing).await.assert_passed();
//! # }
//! ```
//!
//! Put `#[actix_web::test]` above the test's `async fn`.

mod bodies;
mod harness;
mod manifest;

use churnkey_runtime::controllers::{Customers, Prices, Subscriptions};

use crate::Report;

pub use harness::{Answer, Harness};
pub use manifest::assert_manifest;

/// Verifies a context in process, as [`Verifier::verify`](crate::Verifier::verify) does: every endpoint, model, list
/// and error, without any action.
///
/// For an integration with its own settings use [`Harness::verify`]; to try the actions too, use [`Harness::verifier`].
///
/// # Panics
/// The context is not a valid integration; see [`Builder::build`](churnkey_runtime::Builder::build).
pub async fn verify<C: Customers + Prices + Subscriptions>(context: C) -> Report {
    Harness::new(context).verify().await
}
