//! The modules of the protocol: their endpoints, manifest entries, places in the merchant's code, and how their
//! requests are read.

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
pub(crate) mod offered;
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
