//! A server of the integration's own: its settings (`settings`, `beside`), how it is bound (`check`, `bind`) and run (`bound`).
//!
//! A connection goes through `listen` (socket, TLS, HTTP), `places` (whether it may stay), `watch` (how long), `guarded` (what
//! is read of it) and `last_answer` (which answer ends it); `connection` is what these share.

mod announce;
pub(crate) mod beside;
pub(crate) mod bind;
pub(crate) mod bound;
mod check;
pub(crate) mod connection;
mod guarded;
pub(crate) mod handle;
mod hangup;
pub(crate) mod health;
mod last_answer;
mod listen;
mod open_files;
mod own_app;
mod own_routes;
mod places;
pub(crate) mod ready;
mod routes;
pub(crate) mod settings;
mod shutdown;
#[cfg(unix)]
mod socket_file;
mod sockets;
#[cfg(feature = "rustls")]
pub(crate) mod tls;
pub(crate) mod trust;
mod watch;
#[cfg(fuzzing)]
pub(crate) mod wire;

const ADDRESS_VARIABLE: &str = "CK_ADDR";
const TLS_CERTIFICATE_VARIABLE: &str = "CK_TLS_CERT";
const TLS_KEY_VARIABLE: &str = "CK_TLS_KEY";
const DEFAULT_ADDRESS: &str = "127.0.0.1:8080";
/// How many connections wait in the operating system's queue.
const BACKLOG: i32 = 1024;
/// actix-server has no more.
const MOST_WORKERS: usize = 512;
