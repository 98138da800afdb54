//! Records how Churnkey calls a Custom Provider Integration, in whatever language the integration is written.
//!
//! Churnkey's pages leave parts of the protocol open ([protocol 9](churnkey_runtime::protocol)). A [`Contact`] is a proxy
//! in front of an integration on the day of Churnkey's first call. It forwards everything and records each kind of
//! request: method, masked path, names of headers and keys, words of the protocol, and what other values look like, but
//! no personal data and no secrets. [`Record::report`] says what that means for each open point, and which setting it
//! needs.
//!
//! The command is `churnkey contact`.

mod advice;
mod exchange;
mod lenient_base64;
mod log;
mod places;
mod proxy;
mod record;
mod report;
mod request;
mod routes;
mod secret;
mod serve;
mod settings;
mod signatures;
mod target;
mod token_location;
mod translate;

#[cfg(test)]
mod tests;

pub use record::file::{Record, RecordHead};
pub use record::kind::Kind;
pub use report::finding::{ContactReport, Finding, FindingVerdict};
pub use serve::BoundContact;
pub use settings::Contact;
