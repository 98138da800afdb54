//! Clients without a token that want to keep a connection, in twenty ways: alone, to see how long each lasts, and many
//! more of them than the server has places for, while a client with a token is served. What a process holds is read from
//! `/proc`.
#![cfg(target_os = "linux")]
#![allow(missing_docs, reason = "tests are not a public face")]
#![allow(
    clippy::expect_used,
    clippy::indexing_slicing,
    clippy::panic,
    clippy::unwrap_used,
    reason = "a test may fail"
)]

#[path = "../tls/certificate.rs"]
#[allow(dead_code, reason = "shared with the tests of TLS")]
mod certificate;
#[path = "../tls/client.rs"]
#[allow(dead_code, reason = "shared with the tests of TLS")]
mod client;
#[path = "../tls/merchant.rs"]
#[allow(dead_code, reason = "shared with the tests of TLS")]
mod merchant;

mod alone;
mod crowd;
mod healthy;
mod process;
mod ways;
