//! The integration tokens (protocol 2.2): which are possible, where they come from, and which are valid now.
//!
//! [`http::auth`](crate::http::auth) reads a request's token and looks it up here.

pub(crate) mod caller;
pub(crate) mod current;
pub(crate) mod environment;
mod file;
mod place;
mod rules;
pub(crate) mod secret;
pub(crate) mod settings;
pub(crate) mod token;
pub(crate) mod token_file;
mod valid;
