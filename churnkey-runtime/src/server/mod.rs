//! A server of the integration's own: its settings, and how it is bound and run.
//!
//! A connection goes through `listen` (socket, TLS, HTTP), `places` (whether it may stay), `watch` (how long), `guarded` (what
//! is read of it) and `last_answer` (which answer ends it); `connection` is what these share.

mod boot;
pub(crate) mod connection;
mod guarded;
mod hangup;
mod health;
mod last_answer;
mod listen;
mod open_files;
mod places;
mod shutdown;
#[cfg(feature = "rustls")]
mod tls;
mod watch;
#[cfg(fuzzing)]
pub(crate) mod wire;

use std::fmt;
use std::io;
use std::net::{SocketAddr, TcpListener};
use std::num::NonZeroUsize;
use std::sync::Arc;
use std::time::Duration;

use actix_web::web::{self, ServiceConfig};
use futures_util::future::{Either, select};

use crate::integration::start_error::StartError;
use crate::integration::{Integration, paths};
use crate::server::boot::{announce, cannot_bind};
use crate::server::connection::Times;
use crate::server::hangup::Hangup;
use crate::server::health::{health, nothing_here};
use crate::server::listen::Http;
use crate::server::open_files::Room;
use crate::server::shutdown::Shutdown;
#[cfg(feature = "rustls")]
use crate::server::tls::Tls;

#[cfg(feature = "rustls")]
pub use self::tls::TlsFiles;

const ADDRESS_VARIABLE: &str = "CK_ADDR";
const TLS_CERTIFICATE_VARIABLE: &str = "CK_TLS_CERT";
const TLS_KEY_VARIABLE: &str = "CK_TLS_KEY";
const DEFAULT_ADDRESS: &str = "127.0.0.1:8080";
/// actix-server has no more.
const MOST_WORKERS: usize = 512;

impl Integration {
    /// A server of its own for this integration.
    pub fn server(&self) -> Server {
        Server::new(self.clone())
    }
}

/// A server for one [`Integration`]; made by [`Integration::server`].
#[derive(Debug, Clone)]
#[must_use = "nothing is served before `run`"]
pub struct Server {
    integration: Integration,
    address: Option<String>,
    health_path: Option<String>,
    workers: Option<usize>,
    connections_per_worker: usize,
    headers_timeout: Duration,
    answer_timeout: Duration,
    keep_alive: Duration,
    shutdown_delay: Duration,
    shutdown_timeout: Duration,
    quiet: bool,
    #[cfg(feature = "swagger-ui")]
    swagger_ui: Option<String>,
    #[cfg(feature = "rustls")]
    tls: Option<TlsFiles>,
}

impl Server {
    pub(crate) fn new(integration: Integration) -> Self {
        Self {
            integration,
            address: None,
            health_path: Some("/healthz".to_owned()),
            workers: None,
            connections_per_worker: 4096,
            headers_timeout: Duration::from_secs(5),
            answer_timeout: Duration::from_secs(30),
            keep_alive: Duration::from_secs(30),
            shutdown_delay: Duration::from_secs(1),
            shutdown_timeout: Duration::from_secs(30),
            quiet: false,
            #[cfg(feature = "swagger-ui")]
            swagger_ui: None,
            #[cfg(feature = "rustls")]
            tls: None,
        }
    }

    /// Where to listen, as `host:port`; by default `CK_ADDR`, or else `127.0.0.1:8080`. Port 0 takes a free one.
    pub fn address(mut self, address: impl Into<String>) -> Self {
        self.address = Some(address.into());
        self
    }

    /// Where `200` says, without a token, that the process serves; `None` for nowhere. `/healthz` by default.
    pub fn health_path<'p>(mut self, path: impl Into<Option<&'p str>>) -> Self {
        self.health_path = path.into().map(str::to_owned);
        self
    }

    /// How many threads answer; by default as many as the machine has cores.
    pub fn workers(mut self, workers: usize) -> Self {
        self.workers = Some(workers);
        self
    }

    /// How many connections each worker holds open, two at least: 4096 by default.
    ///
    /// One that has shown no valid token has no claim to its place: whoever takes the last one pushes out the oldest of
    /// those. When all have shown one, more wait in the operating system's queue, which has a bound.
    ///
    /// Each connection is an open file. [`bind`](Self::bind) raises the process's limit (the soft one of `ulimit -n`) as far
    /// as it is needed; where that is not far enough there are fewer places, and the boot message says how many. Two servers in
    /// one process share the limit: where it is low, set fewer connections for each.
    pub fn connections_per_worker(mut self, connections: usize) -> Self {
        self.connections_per_worker = connections;
        self
    }

    /// How long the head of a request may take to arrive: 5 seconds by default, a second at least. The first one on a
    /// connection is 408 then, and the connection is closed; a further one is closed without an answer. Only a client that
    /// has shown a valid token may send a further one. With TLS the handshake before the first may take as long.
    ///
    /// The time for a body is the integration's: [`Builder::body_timeout`](crate::Builder::body_timeout).
    pub fn headers_timeout(mut self, timeout: Duration) -> Self {
        self.headers_timeout = timeout;
        self
    }

    /// How long a client may take to read its answer: 30 seconds by default, and as long as it likes with
    /// `Duration::MAX`. After that its connection is closed.
    pub fn answer_timeout(mut self, timeout: Duration) -> Self {
        self.answer_timeout = timeout;
        self
    }

    /// How long a connection stays open without a request: 30 seconds by default; zero closes it after each answer.
    /// A proxy in front should have a shorter time than this, or it sends a request into a connection that just closes.
    pub fn keep_alive(mut self, time: Duration) -> Self {
        self.keep_alive = time;
        self
    }

    /// How long after SIGTERM new connections are still taken, while the health path says 503 and each answer closes its
    /// connection, so that a balancer finds another server: 1 second by default. Longer than the balancer's interval of
    /// checks, no request is lost by a restart. Ctrl-C has no delay.
    pub fn shutdown_delay(mut self, delay: Duration) -> Self {
        self.shutdown_delay = delay;
        self
    }

    /// How long requests in flight may go on once the server has begun to stop: 30 seconds by default, counted in whole
    /// seconds. Before that, actions whose client has gone have as long again.
    pub fn shutdown_timeout(mut self, timeout: Duration) -> Self {
        self.shutdown_timeout = timeout;
        self
    }

    /// Where a page shows the OpenAPI document, such as `/docs`; by default nowhere. See [`Integration::swagger_ui`] for
    /// what it shows to whom.
    #[cfg(feature = "swagger-ui")]
    pub fn swagger_ui(mut self, path: impl Into<String>) -> Self {
        self.swagger_ui = Some(path.into());
        self
    }

    /// Serves HTTPS alone, with this certificate and its key; by default with those of `CK_TLS_CERT` and `CK_TLS_KEY`, and
    /// in the clear when these are not set either. TLS 1.2 and 1.3, by rustls with ring.
    ///
    /// The files are read by [`bind`](Self::bind), and again on SIGHUP: connections that begin after it get the new
    /// certificate, open ones go on, and files that cannot be used are logged as an error and change nothing. Where there
    /// is no SIGHUP, a new certificate needs a restart.
    ///
    /// HTTP/1.1 is what is spoken, with TLS as without, and all that is offered to clients (ALPN).
    ///
    /// ```no_run
    /// # extern crate churnkey_runtime as churnkey;
    /// # mod merchant { include!(concat!(env!("CARGO_MANIFEST_DIR"), "/doc/billing.rs")); }
    /// # use {churnkey::prelude::*, merchant::Billing};
    /// use churnkey::{Integration, TlsFiles};
    ///
    /// # #[actix_web::main]
    /// # async fn main() -> std::io::Result<()> {
    /// let integration = Integration::builder(Billing).from_env().build()?;
    /// let files = TlsFiles::new("/etc/tls/billing.pem", "/etc/tls/billing.key");
    /// integration.server().address("0.0.0.0:8443").tls(files).run().await
    /// # }
    /// ```
    #[cfg(feature = "rustls")]
    pub fn tls(mut self, files: TlsFiles) -> Self {
        self.tls = Some(files);
        self
    }

    /// Does not print the table of what is mounted.
    pub fn quiet(mut self) -> Self {
        self.quiet = true;
        self
    }

    /// Serves until SIGTERM or Ctrl-C, and lets the requests in flight finish.
    ///
    /// # Errors
    /// An address that cannot be bound, TLS files that cannot be used, or a setting that cannot be.
    pub async fn run(self) -> io::Result<()> {
        self.bind()?.run().await
    }

    /// Binds the address and prints the table of what is mounted; [`BoundServer::run`] serves. For a program that needs
    /// to know the address, which it does not when the port is 0.
    ///
    /// # Errors
    /// An address that cannot be bound, TLS files that cannot be used, or a setting that cannot be.
    pub fn bind(self) -> io::Result<BoundServer> {
        self.check()?;
        let address = match self.address {
            Some(address) => address,
            None => std::env::var(ADDRESS_VARIABLE).unwrap_or_else(|_| DEFAULT_ADDRESS.to_owned()),
        };
        #[cfg(feature = "swagger-ui")]
        let page = self.swagger_ui.map(|path| self.integration.swagger_ui(&path)).transpose()?;
        #[cfg(feature = "rustls")]
        let tls = Tls::open(self.tls)?;
        let listeners = listen::bind(&address).map_err(|error| cannot_bind(&address, &error))?;
        let addresses =
            listeners.iter().map(TcpListener::local_addr).collect::<io::Result<Vec<_>>>()?;
        let workers = self.workers.unwrap_or_else(|| {
            std::thread::available_parallelism().map_or(2, NonZeroUsize::get).min(MOST_WORKERS)
        });
        let room = Room::make(workers, self.connections_per_worker);
        let shutdown = Shutdown {
            core: Arc::clone(&self.integration.core),
            delay: self.shutdown_delay,
            timeout: self.shutdown_timeout,
        };
        let (integration, health_path) = (self.integration.clone(), self.health_path);
        let routes = move |config: &mut ServiceConfig| {
            integration.configure(config);
            #[cfg(feature = "swagger-ui")]
            if let Some(page) = &page {
                config.service(page.clone());
            }
            if let Some(path) = &health_path {
                config.service(health(path, &integration.core));
            }
            config.default_service(web::to(nothing_here));
        };
        let mut server = actix_server::Server::build()
            .workers(workers)
            .max_concurrent_connections(room.places)
            .shutdown_timeout(self.shutdown_timeout.as_secs())
            .shutdown_signal(shutdown.signal()?);
        let http = Http {
            routes,
            places: room.places,
            keep_alive: self.keep_alive,
            times: Times { head: self.headers_timeout, answer: self.answer_timeout },
            stopping: server.graceful_shutdown_signal(),
            #[cfg(feature = "rustls")]
            tls: tls.as_ref().map(|tls| tls.config.clone()),
        };
        for listener in listeners {
            server = http.listen(server, listener)?;
        }
        let hangup = Hangup::listen(
            &self.integration,
            #[cfg(feature = "rustls")]
            tls.map(|tls| tls.reload),
        )?;
        announce(&self.integration, http.scheme(), &addresses, workers, room, self.quiet);
        Ok(BoundServer {
            server: server.run(),
            addresses,
            hangup,
            #[cfg(feature = "verify")]
            integration: self.integration,
        })
    }

    fn check(&self) -> Result<(), StartError> {
        if let Some(path) = &self.health_path {
            paths::check_outside("health_path", path)?;
            #[cfg(feature = "swagger-ui")]
            if let Some(page) = &self.swagger_ui {
                paths::check_apart("health_path", path, page)?;
            }
        }
        if self.workers.is_some_and(|workers| !(1..=MOST_WORKERS).contains(&workers)) {
            return Err(StartError::setting(
                "workers",
                format!("it must be from 1 to {MOST_WORKERS}"),
            ));
        }
        if self.connections_per_worker < open_files::LEAST {
            let problem =
                "it must be at least 2, since the last place is kept for whoever comes next";
            return Err(StartError::setting("connections_per_worker", problem));
        }
        if self.answer_timeout.is_zero() {
            let problem = "it must be above 0, or nothing could be answered";
            return Err(StartError::setting("answer_timeout", problem));
        }
        if self.headers_timeout < Duration::from_secs(1) {
            let problem = format!(
                "{:?} is too short; it must be at least one second, since the server's clock ticks twice a second",
                self.headers_timeout
            );
            return Err(StartError::setting("headers_timeout", problem));
        }
        #[cfg(not(feature = "rustls"))]
        for setting in [TLS_CERTIFICATE_VARIABLE, TLS_KEY_VARIABLE] {
            if std::env::var_os(setting).is_some_and(|file| !file.is_empty()) {
                let problem = "it needs the feature `rustls` of this crate; without it nothing would be encrypted";
                return Err(StartError::setting(setting, problem));
            }
        }
        Ok(())
    }
}

/// A server that has its address; made by [`Server::bind`].
#[must_use = "nothing is served before `run`"]
pub struct BoundServer {
    server: actix_web::dev::Server,
    addresses: Vec<SocketAddr>,
    hangup: Hangup,
    #[cfg(feature = "verify")]
    integration: Integration,
}

impl BoundServer {
    /// Where it listens.
    #[must_use]
    pub fn addresses(&self) -> &[SocketAddr] {
        &self.addresses
    }

    /// Serves until SIGTERM or Ctrl-C, and lets the requests in flight finish.
    ///
    /// # Errors
    /// What the operating system says when it cannot go on.
    pub async fn run(self) -> io::Result<()> {
        #[cfg(feature = "verify")]
        let _verification = self.integration.start_verification();
        match select(self.server, std::pin::pin!(self.hangup.run())).await {
            Either::Left((served, _)) => served?,
            Either::Right((never, _)) => match never {},
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
