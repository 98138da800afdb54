//! For a merchant's tests: the whole protocol in one line, typed requests in process, and the manifest held to a file.
//!
//! The first test to write is one line. When a method is broken, its panic shows which check found it, and how to fix
//! it:
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

/// Verifies a context in process, as [`Verifier::verify`](crate::Verifier::verify) does: every endpoint, model,
/// list and error, without an action.
///
/// For an integration with settings of its own see [`Harness::verify`], for the actions too [`Harness::verifier`].
///
/// # Panics
/// When the context cannot be an integration, as [`Builder::build`](churnkey_runtime::Builder::build) says.
pub async fn verify<C: Customers + Prices + Subscriptions>(context: C) -> Report {
    Harness::new(context).verify().await
}
