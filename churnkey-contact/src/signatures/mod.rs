//! Signatures of requests: HMAC-SHA256 with the Integration Token as the key.

mod candidates;
pub(crate) mod find;
mod messages;
