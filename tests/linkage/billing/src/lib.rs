//! A merchant's context in a library, its modules spread over files.

mod cancel;
mod reading;

/// The context.
pub struct Billing;
