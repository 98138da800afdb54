//! What a module of the protocol is: its endpoints, its entry in the manifest, its place in the merchant's code, and how
//! its requests are read.

pub(crate) mod context;
pub(crate) mod endpoint;
pub(crate) mod fields;
pub(crate) mod implemented;
pub(crate) mod interned;
pub(crate) mod manifest;
pub(crate) mod manifest_format;
pub(crate) mod mode;
pub(crate) mod names;
pub(crate) mod odd;
pub(crate) mod query;
pub(crate) mod registry;
pub(crate) mod request;
pub(crate) mod request_id;
pub(crate) mod request_info;
pub(crate) mod schema;
pub(crate) mod spellings;
mod table;
pub(crate) mod words;

#[cfg(test)]
#[path = "../tests/paging.rs"]
mod paging;
