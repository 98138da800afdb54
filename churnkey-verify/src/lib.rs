//! Churnkey's side against an integration: what *Verify* in the dashboard would find, and more, before it is pressed.
//!
//! A [`Verifier`] works on any integration, one of this framework or one that is written by hand in another language: in
//! the same process ([`verify`](Verifier::verify)), or over HTTP ([`verify_url`](Verifier::verify_url), with the feature
//! `http`). It only reads, unless [`write`](Verifier::write) names a subscription that may be changed: without it, no
//! request is sent to an action at all. [`CHECKS`] lists everything that is checked.
//!
//! [`testing`] is for a merchant's own tests: the whole protocol in one line, and typed requests in process.
//!
//! Merchants who depend on the facade have all of this as `churnkey::verify` and `churnkey::testing`, with its features
//! `testing` (in process) and `verify` (over HTTP too). Whoever depends on `churnkey-runtime` alone adds this crate to the
//! dev-dependencies.

pub mod compare;
pub mod effects;
pub mod reading;
pub mod testing;
pub mod transport;

mod actions;
mod answer;
mod checks;
mod data;
mod fields;
mod manifest;
mod models;
mod order;
mod report;
mod run;
mod settings;
mod steps;
#[cfg(test)]
mod tests;

pub use checks::{CHECKS, Check};
pub use report::{Outcome, Report, Weight};
pub use settings::{CannotRun, Verifier};
