//! The steps of a run, each in a file; `order.rs` has their order. Each step reports what it finds and returns what the
//! later ones need.

pub(crate) mod authentication;
pub(crate) mod endpoints;
pub(crate) mod errors;
pub(crate) mod find;
pub(crate) mod links;
pub(crate) mod manifest;
pub(crate) mod paging;
pub(crate) mod reach;
pub(crate) mod retrieve;
pub(crate) mod shapes;
