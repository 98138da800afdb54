//! A merchant's context in a library, its modules spread over files.

#![forbid(unsafe_code)]

mod cancel;
mod reading;

/// The context.
pub struct Billing;
