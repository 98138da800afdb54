//! A server that is bound to its sockets.

use std::convert::Infallible;
use std::fmt;
use std::future::pending;
use std::io;
use std::net::SocketAddr;
use std::pin::pin;

use futures_util::future::{Either, select};

use crate::http::contact::outside::Outside;
#[cfg(feature = "verify")]
use crate::integration::Integration;
use crate::server::handle::{Commands, Running, ServerHandle};
use crate::server::shutdown::{Requests, Shutdown, Signal};
use crate::server::sighup::Sighup;
#[cfg(unix)]
use crate::server::socket_file::SocketFile;

/// A server that is bound to its sockets; made by [`Server::bind`](crate::Server::bind).
#[must_use = "nothing is served before `run`"]
pub struct BoundServer {
    pub(super) server: actix_web::dev::Server,
    pub(super) addresses: Vec<SocketAddr>,
    pub(super) shutdown: Shutdown,
    pub(super) signal: Signal,
    pub(super) handle: ServerHandle,
    pub(super) commands: Commands,
    pub(super) sighup: Sighup,
    pub(super) requests: Requests,
    pub(super) outside: Option<Outside>,
    pub(super) end: End,
    #[cfg(feature = "verify")]
    pub(super) mounts: Vec<(String, Integration)>,
}

/// Dropped when the server ends, in this order.
pub(super) struct End {
    #[cfg(unix)]
    pub(super) _files: Vec<SocketFile>,
    pub(super) _running: Running,
}

impl BoundServer {
    /// The addresses it listens on, without Unix domain sockets.
    #[must_use]
    pub fn addresses(&self) -> &[SocketAddr] {
        &self.addresses
    }

    /// A handle that can stop this server.
    #[must_use]
    pub fn handle(&self) -> ServerHandle {
        self.handle.clone()
    }

    /// Serves until SIGTERM or Ctrl-C, or until its [handle](Self::handle) stops it, then lets the requests in flight
    /// finish.
    ///
    /// If the future is dropped earlier, the server closes its sockets and connections at once.
    ///
    /// # Errors
    /// An error of the operating system that the server cannot recover from.
    pub async fn run(self) -> io::Result<()> {
        let _end = self.end; // dropped last
        #[cfg(feature = "verify")]
        let _verifications: Vec<_> = self
            .mounts
            .iter()
            .filter_map(|(prefix, mounted)| mounted.start_verification_below(prefix))
            .collect();
        let stop = self.server.handle();
        let commands = self.commands.clone();
        let (shutdown, signal) = (self.shutdown, self.signal);
        let drain = pin!(async {
            shutdown.begin(signal, commands).await;
            drop(stop.stop(true));
            pending::<Infallible>().await
        });
        let sighup = pin!(self.sighup.run());
        let close = pin!(self.commands.close());
        match select(self.server, select(close, select(drain, sighup))).await {
            Either::Left((served, _)) => served?,
            Either::Right((_, server)) => drop(server), // closes open connections
        }
        self.requests.all_reported().await;
        if let Some(outside) = self.outside {
            outside.log_rest();
        }
        tracing::info!(target: "churnkey", "stopped");
        Ok(())
    }
}

impl fmt::Debug for BoundServer {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("BoundServer").field("addresses", &self.addresses).finish_non_exhaustive()
    }
}
