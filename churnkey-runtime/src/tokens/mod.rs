//! The integration tokens (protocol 2.2): what can be one, where they come from, and which are valid now.
//!
//! A request's token is read, and looked up here, by [`http::auth`](crate::http::auth).

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
