//! The OpenAPI document of a merchant with everything, and of one with little, against what the two answer.
#![allow(missing_docs, reason = "tests are not a public face")]
#![allow(
    clippy::expect_used,
    clippy::indexing_slicing,
    clippy::panic,
    clippy::unwrap_used,
    reason = "a test may fail"
)]

#[path = "../it/client.rs"]
#[allow(dead_code, reason = "shared with the tests of the endpoints")]
mod client;
use churnkey_test_merchants as merchant;

/// The tests of the endpoints collect what is logged; these need not.
mod logs {
    pub(crate) fn listen() {}
}

mod answers;
mod bodies;
mod declared;
mod document;
mod mounted;
mod protocol_page;
mod served;
mod settings;
#[cfg(feature = "swagger-ui")]
mod swagger_ui;
