//! What a merchant's integration does over HTTP, called in process.
#![allow(missing_docs, reason = "tests are not a public face")]
#![allow(
    clippy::expect_used,
    clippy::indexing_slicing,
    clippy::panic,
    clippy::unwrap_used,
    reason = "a test may fail"
)]

use churnkey_test_merchants as merchant;

mod client;

mod actions;
mod aliases;
mod any_request;
mod authentication;
mod contact;
mod context;
mod early_answers;
mod errors;
mod events;
mod features;
mod gate;
mod generic;
mod handle;
mod hygiene;
mod limits;
mod lists;
mod logs;
#[cfg(feature = "metrics")]
mod measured;
mod misplaced;
mod mode;
mod models;
mod mounting;
mod mounts;
mod observed_once;
mod observer;
mod on_request;
mod outcomes;
mod outside;
#[cfg(unix)]
mod own_app;
mod own_errors;
mod own_routes;
mod paths;
mod private;
mod ready;
mod request_id;
mod request_info;
mod server;
mod settings;
#[cfg(unix)]
mod shutdown;
mod signed;
mod slow_clients;
mod sockets;
mod start_errors;
mod token_file;
#[cfg(feature = "verify")]
mod verify_on_start;
mod without;
