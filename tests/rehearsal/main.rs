//! The rehearsal from outside: the component's requests, its page in a browser, and automatic plays.
#![allow(missing_docs, reason = "tests are not a public face")]
#![allow(
    clippy::expect_used,
    clippy::indexing_slicing,
    clippy::panic,
    clippy::unwrap_used,
    reason = "a test may fail"
)]

mod browser;
mod client;
mod component;
mod flows;
mod merchant;
mod odd;
mod plays;
mod security;
mod served;
mod tokens;
