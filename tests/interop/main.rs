//! The verifier and the comparison against an integration that is none of ours, over HTTP: it passes, and with each of its
//! faults or differences switched on, that one is named.
#![allow(missing_docs, reason = "tests are not a public face")]
#![allow(clippy::indexing_slicing, clippy::panic, clippy::unwrap_used, reason = "a test may fail")]

mod acme;
mod compared;
mod contacted;
mod express;
mod faults;
mod odd;
mod rehearse;
mod strict;
mod verified;

#[path = "../cli/recorder.rs"]
#[allow(dead_code, reason = "shared with other tests")]
mod recorder;

use churnkey_test_support as support;

const TOKEN: &str = "interop-token-of-the-express-shop";
