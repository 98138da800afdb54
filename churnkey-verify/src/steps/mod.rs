//! What is read and checked, a step in each file; `order.rs` has their order. Each step reports what it finds, and
//! passes on what the next ones need.

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
