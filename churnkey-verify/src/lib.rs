//! Plays Churnkey's side against an integration. It finds what *Verify* in the dashboard would find, and more, before
//! you press it.
//!
//! A [`Verifier`] works on any integration, whether it uses this framework or is written by hand in another language:
//! in the same process ([`verify`](Verifier::verify)), or over HTTP ([`verify_url`](Verifier::verify_url), with the
//! feature `http`). It only reads, unless [`write`](Verifier::write) names a subscription that may be changed;
//! otherwise no request is sent to any action. [`checks`] lists all checks.
//!
//! [`comparison`] compares two integrations that should give the same answers, such as the one in use today and the one
//! that will replace it.
//!
//! [`testing`] is for a merchant's own tests: the whole protocol in one line, and typed requests in process. For other
//! programs that play Churnkey's part, [`transport`] sends requests, [`inspect`] finds faults in an answer, [`compare`]
//! tells whether an action had an effect, and [`Announced`] reads a manifest.
//!
//! Merchants who depend on the crate `churnkey` have all of this as `churnkey::verify` and `churnkey::testing`, with
//! its features `testing` (in process) and `verify` (over HTTP too). Those who depend only on `churnkey-runtime` add
//! this crate to their dev-dependencies.

pub mod compare;
pub mod comparison;
pub mod inspect;
pub mod testing;
pub mod transport;

mod actions;
mod announced;
mod cannot_run;
mod checks;
mod data;
mod effect;
mod exchange;
mod fault;
mod fields;
mod models;
mod module;
mod order;
mod probe;
mod protocol;
mod report;
mod run;
mod settings;
mod shown;
mod steps;
#[cfg(test)]
mod tests;
mod verify;
mod writes;

pub use announced::Announced;
pub use cannot_run::CannotRun;
pub use checks::Check;
pub use fault::{Fault, Severity};
pub use protocol::checks;
pub use report::{Outcome, Report, Verdict};
pub use settings::Verifier;
