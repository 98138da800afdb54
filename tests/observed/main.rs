//! The example `observed` as a process: what its operators see of requests.
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

mod logs;
mod metrics;
mod observed;
#[cfg(feature = "otlp")]
mod traces;
