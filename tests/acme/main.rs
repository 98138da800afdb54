//! The example acme as a process: every endpoint, what its actions do, and that a kill loses nothing.
#![allow(missing_docs, reason = "tests are not a public face")]
#![allow(
    clippy::expect_used,
    clippy::indexing_slicing,
    clippy::panic,
    clippy::unwrap_used,
    reason = "a test may fail"
)]

use churnkey_test_support as support;

mod acme;
mod books;
mod concurrency;
mod database;
mod durability;
mod effects;
mod endpoints;
mod faults;
mod first_contact;
mod gate;
mod greeting;
mod history;
mod leaving;
mod limits;
mod older;
mod pages;
mod proxy;
mod random;
mod reconciliation;
mod rehearsal;
mod repeats;
mod scripts;
mod starts;
mod support_page;
mod undo;
