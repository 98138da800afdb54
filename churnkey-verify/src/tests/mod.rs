//! The verifier against the runtime: its models, and a merchant who has everything.
#![allow(
    clippy::expect_used,
    clippy::indexing_slicing,
    clippy::panic,
    clippy::unwrap_used,
    reason = "a test may fail"
)]

mod any;
mod api_url;
mod comparison;
mod empty_ids;
mod everything;
mod first_contact;
mod guard;
mod limited_tokens;
mod registry;
mod round_trips;
