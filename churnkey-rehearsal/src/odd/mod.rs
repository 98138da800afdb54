//! An odd Churnkey: it differs from what we expect in each unknown of the protocol in turn (protocol 9).
//!
//! It changes nothing: it reads, and its actions name a customer and a subscription that do not exist.

mod answers;
mod bodies;
mod captured_log;
mod client;
mod lists;
mod manifest;
mod methods;
mod modes;
mod not_played;
mod paths;
mod play;
mod report;
mod run;
mod seed;
mod token;

pub use play::OddPlay;
pub use report::{OddReport, OddVerdict, Oddity};
