//! The integration's own server: its settings (`settings`, `listen_settings`, `route_settings`), how it is bound
//! (`check`, `bind`) and run (`bound`).
//!
//! A connection passes `listen` (socket, TLS, HTTP), `places` (whether it may stay), `watch` (how long), `guarded`
//! (what is read from it) and `close_after_answer` (which answer ends it). They share its state, `connection`.

mod announce;
pub(crate) mod bind;
pub(crate) mod bound;
mod check;
mod close_after_answer;
pub(crate) mod connection;
mod guarded;
pub(crate) mod handle;
pub(crate) mod health;
#[cfg(fuzzing)]
pub(crate) mod in_memory;
#[cfg(any(test, fuzzing))]
pub(crate) mod in_memory_client;
mod listen;
mod listen_settings;
mod open_files;
mod own_app;
mod own_routes;
mod places;
pub(crate) mod ready;
mod route_settings;
mod routes;
pub(crate) mod settings;
mod shutdown;
mod sighup;
#[cfg(unix)]
mod socket_file;
mod sockets;
#[cfg(feature = "rustls")]
pub(crate) mod tls;
pub(crate) mod trust;
mod watch;

const ADDRESS_VARIABLE: &str = "CK_ADDR";
const TLS_CERTIFICATE_VARIABLE: &str = "CK_TLS_CERT";
const TLS_KEY_VARIABLE: &str = "CK_TLS_KEY";
const DEFAULT_ADDRESS: &str = "127.0.0.1:8080";
/// The length of the operating system's queue of connections.
const BACKLOG: i32 = 1024;
/// The limit of actix-server.
const MOST_WORKERS: usize = 512;
