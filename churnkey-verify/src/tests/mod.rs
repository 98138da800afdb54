//! What the verifier makes of the runtime: of its models, and of a merchant with all that there is.
#![allow(
    clippy::expect_used,
    clippy::indexing_slicing,
    clippy::panic,
    clippy::unwrap_used,
    reason = "a test may fail"
)]

mod any;
mod comparison;
mod empty_ids;
mod everything;
mod guard;
mod limited_tokens;
mod registry;
mod round_trips;
