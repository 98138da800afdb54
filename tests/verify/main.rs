//! The verifier and the harness, in process, against a merchant whose mistakes can be switched on.
#![allow(missing_docs, reason = "tests are not a public face")]
#![allow(
    clippy::expect_used,
    clippy::indexing_slicing,
    clippy::panic,
    clippy::unwrap_used,
    reason = "a test may fail"
)]

use churnkey_test_merchants::ledger as shop;

mod harness;
#[cfg(feature = "verify")]
mod hostile;
mod page;
mod privacy;
#[cfg(feature = "verify")]
mod reads_only;
mod runs;
mod writing;
