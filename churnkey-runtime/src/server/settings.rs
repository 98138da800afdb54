//! The settings of a server. `listen_settings.rs` and `route_settings.rs` have more of their methods.

use std::sync::Arc;
use std::sync::atomic::AtomicUsize;
use std::time::Duration;

use crate::integration::Integration;
use crate::server::health::HEALTH_PATH;
use crate::server::own_routes::OwnRoutes;
use crate::server::ready::{self, Hook, READY_PATH};
use crate::server::sockets::Socket;
#[cfg(feature = "rustls")]
use crate::server::tls::{TlsConfig, TlsFiles};

impl Integration {
    /// A server that serves this integration.
    pub fn server(&self) -> Server {
        Server::new(self.clone())
    }
}

/// A server for an [`Integration`] and for whatever you mount beside it; made by [`Integration::server`].
#[derive(Debug, Clone)]
#[must_use = "nothing is served before `run`"]
pub struct Server {
    /// `None` in a proxy, which has no integration.
    pub(super) integration: Option<Integration>,
    /// Further integrations, each with its prefix.
    pub(super) mounts: Vec<(String, Integration)>,
    pub(super) own_routes: Vec<OwnRoutes>,
    pub(super) sockets: Vec<Socket>,
    pub(super) address: Option<String>,
    pub(super) health_path: Option<String>,
    pub(super) ready: Option<Hook>,
    pub(super) ready_path: Option<String>,
    pub(super) ready_timeout: Duration,
    pub(super) workers: Option<usize>,
    pub(super) connections_per_worker: usize,
    pub(super) headers_timeout: Duration,
    pub(super) answer_timeout: Duration,
    pub(super) keep_alive: Duration,
    pub(super) shutdown_delay: Duration,
    pub(super) shutdown_timeout: Duration,
    pub(super) signals: bool,
    pub(super) quiet: bool,
    /// How many requests of own routes go on without their client.
    pub(super) unattended: Arc<AtomicUsize>,
    #[cfg(feature = "swagger-ui")]
    pub(super) swagger_ui: Option<String>,
    #[cfg(feature = "rustls")]
    pub(super) tls: Option<TlsFiles>,
    #[cfg(feature = "rustls")]
    pub(super) tls_config: Option<TlsConfig>,
}

impl Server {
    pub(crate) fn new(integration: Integration) -> Self {
        Self { integration: Some(integration), ..Self::bare() }
    }

    /// A server without an integration, for a proxy in front of one: its connections have the same limits.
    #[doc(hidden)]
    pub fn bare() -> Self {
        Self {
            integration: None,
            mounts: Vec::new(),
            own_routes: Vec::new(),
            sockets: Vec::new(),
            address: None,
            health_path: Some(HEALTH_PATH.to_owned()),
            ready: None,
            ready_path: Some(READY_PATH.to_owned()),
            ready_timeout: ready::TIMEOUT,
            workers: None,
            connections_per_worker: 4096,
            headers_timeout: Duration::from_secs(5),
            answer_timeout: Duration::from_secs(30),
            keep_alive: Duration::from_secs(30),
            shutdown_delay: Duration::from_secs(1),
            shutdown_timeout: Duration::from_secs(30),
            signals: true,
            quiet: false,
            unattended: Arc::default(),
            #[cfg(feature = "swagger-ui")]
            swagger_ui: None,
            #[cfg(feature = "rustls")]
            tls: None,
            #[cfg(feature = "rustls")]
            tls_config: None,
        }
    }

    /// How many requests of own routes go on without their client: the shutdown waits until there are none.
    #[doc(hidden)]
    pub fn wait_for(mut self, unattended: Arc<AtomicUsize>) -> Self {
        self.unattended = unattended;
        self
    }

    /// All integrations with their prefixes. The first one's prefix is empty.
    pub(super) fn integrations(&self) -> impl Iterator<Item = (&str, &Integration)> {
        let mounts = self.mounts.iter().map(|(prefix, mounted)| (&**prefix, mounted));
        self.integration.iter().map(|integration| ("", integration)).chain(mounts)
    }

    /// The number of worker threads; by default the number of cores.
    pub fn workers(mut self, workers: usize) -> Self {
        self.workers = Some(workers);
        self
    }

    /// How many connections each worker holds open, at least two: 4096 by default.
    ///
    /// A client that has shown no valid token has no claim to its place: whoever takes the last place pushes out the
    /// oldest such client. When all clients have shown one, new connections wait in the operating system's queue, which
    /// is bounded.
    ///
    /// Each connection is an open file. [`bind`](Self::bind) raises the process's limit (the soft one of `ulimit -n`)
    /// as far as needed. If it cannot raise it far enough there are fewer places, and the boot message says how many.
    /// Two servers in one process share the limit: if it is low, set fewer connections for each.
    pub fn connections_per_worker(mut self, connections: usize) -> Self {
        self.connections_per_worker = connections;
        self
    }

    /// How long the head of a request may take to arrive: 5 seconds by default, at least one second. If the first head
    /// on a connection is late, the answer is 408 and the connection is closed; if a further one is late, the
    /// connection is closed without an answer. Only a client that has shown a valid token, or that one of your routes
    /// [trusts](crate::trust_connection), may send a further request. With TLS, the handshake may take as long again.
    ///
    /// The integration sets the time for a body: [`Builder::body_timeout`](crate::Builder::body_timeout).
    pub fn headers_timeout(mut self, timeout: Duration) -> Self {
        self.headers_timeout = timeout;
        self
    }

    /// How long a client may take to read its answer: 30 seconds by default, unlimited with `Duration::MAX`. After that
    /// its connection is closed. On a connection that one of your routes [trusts](crate::trust_connection), it is how
    /// long the client may go without reading anything.
    pub fn answer_timeout(mut self, timeout: Duration) -> Self {
        self.answer_timeout = timeout;
        self
    }

    /// How long a connection stays open without a request: 30 seconds by default; zero closes it after each answer. A
    /// proxy in front needs a shorter time than this, or it may send a request on a connection that is just closing.
    pub fn keep_alive(mut self, time: Duration) -> Self {
        self.keep_alive = time;
        self
    }

    /// How long the server still accepts connections after SIGTERM, while the health path answers 503 and each answer
    /// closes its connection, so that a balancer finds another server: 1 second by default. If this is longer than the
    /// interval of the balancer's checks, a restart loses no request. Ctrl-C has no delay.
    pub fn shutdown_delay(mut self, delay: Duration) -> Self {
        self.shutdown_delay = delay;
        self
    }

    /// How long requests in flight may take once the server has begun to stop: 30 seconds by default, counted in whole
    /// seconds. Before that, actions whose client has left have as long again.
    pub fn shutdown_timeout(mut self, timeout: Duration) -> Self {
        self.shutdown_timeout = timeout;
        self
    }

    /// Ignores SIGTERM, Ctrl-C and SIGHUP, for a program that stops this server through its
    /// [handle](crate::BoundServer::handle).
    pub fn disable_signals(mut self) -> Self {
        self.signals = false;
        self
    }

    /// Does not print the table of routes.
    pub fn quiet(mut self) -> Self {
        self.quiet = true;
        self
    }
}
