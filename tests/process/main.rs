//! `serve` as a process; the merchant is the example `smallest`.
#![allow(missing_docs, reason = "tests are not a public face")]
#![allow(
    clippy::expect_used,
    clippy::indexing_slicing,
    clippy::panic,
    clippy::unwrap_used,
    reason = "a test may fail"
)]

mod gate;
#[cfg(unix)]
mod restart;
mod serve;
mod slow_senders;
mod tokens;
