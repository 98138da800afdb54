//! A server that has its sockets, and serves.

use std::convert::Infallible;
use std::fmt;
use std::future::pending;
use std::io;
use std::net::SocketAddr;
use std::pin::pin;

use futures_util::future::{Either, select};

#[cfg(feature = "verify")]
use crate::integration::Integration;
use crate::server::handle::{Asked, Served, ServerHandle};
use crate::server::hangup::Hangup;
use crate::server::shutdown::{Requests, Shutdown, Signal};
#[cfg(unix)]
use crate::server::socket_file::SocketFile;

/// A server that has its sockets; made by [`Server::bind`](crate::Server::bind).
#[must_use = "nothing is served before `run`"]
pub struct BoundServer {
    pub(super) server: actix_web::dev::Server,
    pub(super) addresses: Vec<SocketAddr>,
    pub(super) shutdown: Shutdown,
    pub(super) signal: Signal,
    pub(super) handle: ServerHandle,
    pub(super) asked: Asked,
    pub(super) hangup: Hangup,
    pub(super) requests: Requests,
    pub(super) end: End,
    #[cfg(feature = "verify")]
    pub(super) mounts: Vec<(String, Integration)>,
}

/// What goes with the server, in this order.
pub(super) struct End {
    #[cfg(unix)]
    pub(super) _files: Vec<SocketFile>,
    pub(super) _served: Served,
}

impl BoundServer {
    /// Where it listens, Unix domain sockets apart.
    #[must_use]
    pub fn addresses(&self) -> &[SocketAddr] {
        &self.addresses
    }

    /// Stops it from outside.
    #[must_use]
    pub fn handle(&self) -> ServerHandle {
        self.handle.clone()
    }

    /// Serves until SIGTERM or Ctrl-C, or until its [handle](Self::handle) stops it, and lets the requests in flight finish.
    ///
    /// Dropped before that, it closes its sockets and connections at once.
    ///
    /// # Errors
    /// What the operating system says when it cannot go on.
    pub async fn run(self) -> io::Result<()> {
        let _end = self.end; // after all others
        #[cfg(feature = "verify")]
        let _verifications: Vec<_> = self
            .mounts
            .iter()
            .filter_map(|(prefix, mounted)| mounted.start_verification_below(prefix))
            .collect();
        let stop = self.server.handle();
        let asked = self.asked.clone();
        let (shutdown, signal) = (self.shutdown, self.signal);
        let way_down = pin!(async {
            shutdown.begun_by(signal, asked).await;
            drop(stop.stop(true));
            pending::<Infallible>().await
        });
        let hangup = pin!(self.hangup.run());
        let at_once = pin!(self.asked.at_once());
        match select(self.server, select(at_once, select(way_down, hangup))).await {
            Either::Left((served, _)) => served?,
            Either::Right((_, server)) => drop(server), // which closes what is open
        }
        self.requests.all_told().await;
        tracing::info!(target: "churnkey", "stopped");
        Ok(())
    }
}

impl fmt::Debug for BoundServer {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("BoundServer").field("addresses", &self.addresses).finish_non_exhaustive()
    }
}
