//! The record: the kinds of requests that came, and the file that holds them.

pub(crate) mod aggregator;
pub(crate) mod classify;
pub(crate) mod file;
pub(crate) mod kind;
pub(crate) mod recorder;
mod repeats;
pub(crate) mod shape;
