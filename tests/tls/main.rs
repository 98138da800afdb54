//! TLS by the server itself: as the process of the example `tls`, and in this one.
#![allow(missing_docs, reason = "tests are not a public face")]
#![allow(
    clippy::expect_used,
    clippy::indexing_slicing,
    clippy::panic,
    clippy::unwrap_used,
    reason = "a test may fail"
)]

#[path = "../support/features.rs"]
mod features;
use churnkey_test_support as support;

mod certificate;
mod client;
mod ends;
mod handshakes;
mod merchant;
mod mutual;
mod process;
mod refused;
