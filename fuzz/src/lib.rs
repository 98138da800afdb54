//! What the targets share: the merchants, the services in front of them, a server for all services in this process, and second
//! implementations of what the documents say.

pub mod base64;
pub mod expected;
pub mod log;
pub mod log_limits;
pub mod merchants;
pub mod misplaced;
pub mod private;
pub mod routes;
pub mod sent;
pub mod server;
pub mod services;
pub mod tokens;
