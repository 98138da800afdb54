//! Records how Churnkey calls a Custom Provider Integration, in whatever language that is written.
//!
//! Churnkey's pages leave points of the protocol open ([protocol 9](churnkey_runtime::protocol)). A [`Contact`] stands in
//! front of an integration on the day on which Churnkey calls it for the first time, passes everything through, and writes
//! what came, by kinds of requests: methods, masked paths, names of headers and keys with the look of their values, the
//! words of the protocol, and nothing that tells of a person. [`Record::report`] says what that means for each of the open
//! points, and what to write.
//!
//! The command is `churnkey contact`.

mod digests;
mod proxy;
mod record;
mod report;
mod routes;
mod seen;
mod serve;
mod settings;
mod token;
mod told;
mod translate;

#[cfg(test)]
mod tests;

pub use record::file::{Record, RecordHead};
pub use record::kind::Kind;
pub use report::{ContactReport, Finding, SeenAs};
pub use serve::BoundContact;
pub use settings::Contact;
