//! The record: what was seen, by kinds of requests, and the file that it is in.

pub(crate) mod book;
pub(crate) mod file;
pub(crate) mod kind;
pub(crate) mod recorder;
pub(crate) mod shape;
