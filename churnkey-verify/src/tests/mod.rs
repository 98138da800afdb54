//! What the verifier's own field tables make of the runtime's models.
#![allow(
    clippy::expect_used,
    clippy::indexing_slicing,
    clippy::panic,
    clippy::unwrap_used,
    reason = "a test may fail"
)]

mod any;
mod round_trips;
