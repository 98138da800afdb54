//! What the targets share: two merchants, and a server in process for both.

pub mod merchants;
pub mod server;
