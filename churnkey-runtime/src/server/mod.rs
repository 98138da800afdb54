//! A server of the integration's own: its settings, and how it is bound and run.

mod health;
mod shutdown;

use std::io::{self, Write as _};
use std::net::SocketAddr;
use std::sync::Arc;
use std::time::Duration;

use actix_web::{App, HttpServer, web};

use crate::integration::Integration;
use crate::server::health::{health, nothing_here};
use crate::server::shutdown::Shutdown;
use crate::start_error::StartError;

const ADDRESS_VARIABLE: &str = "CK_ADDR";
const DEFAULT_ADDRESS: &str = "127.0.0.1:8080";

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
    keep_alive: Duration,
    shutdown_delay: Duration,
    shutdown_timeout: Duration,
    quiet: bool,
    #[cfg(feature = "swagger-ui")]
    swagger_ui: Option<String>,
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
            keep_alive: Duration::from_secs(30),
            shutdown_delay: Duration::from_secs(1),
            shutdown_timeout: Duration::from_secs(30),
            quiet: false,
            #[cfg(feature = "swagger-ui")]
            swagger_ui: None,
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

    /// How many connections each worker holds open: 4096 by default. More wait in the operating system's queue, which
    /// has a bound. The process may need a higher limit of open files for it (`ulimit -n`).
    pub fn connections_per_worker(mut self, connections: usize) -> Self {
        self.connections_per_worker = connections;
        self
    }

    /// How long the head of the first request on a connection may take to arrive: 5 seconds by default. A slower one is
    /// 408, and the connection is closed. Only a client that has shown a valid token may send a second request on it.
    ///
    /// The time for a body is the integration's: [`Builder::body_timeout`](crate::Builder::body_timeout).
    pub fn headers_timeout(mut self, timeout: Duration) -> Self {
        self.headers_timeout = timeout;
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

    /// Does not print the table of what is mounted.
    pub fn quiet(mut self) -> Self {
        self.quiet = true;
        self
    }

    /// Serves until SIGTERM or Ctrl-C, and lets the requests in flight finish.
    ///
    /// # Errors
    /// An address that cannot be bound, or a setting that cannot be.
    pub async fn run(self) -> io::Result<()> {
        self.bind()?.run().await
    }

    /// Binds the address and prints the table of what is mounted; [`BoundServer::run`] serves. For a program that needs
    /// to know the address, which it does not when the port is 0.
    ///
    /// # Errors
    /// An address that cannot be bound, or a setting that cannot be.
    pub fn bind(self) -> io::Result<BoundServer> {
        self.check()?;
        let address = match self.address {
            Some(address) => address,
            None => std::env::var(ADDRESS_VARIABLE).unwrap_or_else(|_| DEFAULT_ADDRESS.to_owned()),
        };
        #[cfg(feature = "swagger-ui")]
        let page = self.swagger_ui.map(|path| self.integration.swagger_ui(&path)).transpose()?;
        let shutdown = Shutdown {
            core: Arc::clone(&self.integration.core),
            delay: self.shutdown_delay,
            timeout: self.shutdown_timeout,
        };
        let (integration, health_path) = (self.integration.clone(), self.health_path);
        let mut server = HttpServer::new(move || {
            App::new().configure(|config| {
                integration.configure(config);
                #[cfg(feature = "swagger-ui")]
                if let Some(page) = &page {
                    config.service(page.clone());
                }
                if let Some(path) = &health_path {
                    config.service(health(path, &integration.core));
                }
                config.default_service(web::to(nothing_here));
            })
        })
        .max_connections(self.connections_per_worker)
        .client_request_timeout(self.headers_timeout)
        .keep_alive(self.keep_alive)
        .shutdown_timeout(self.shutdown_timeout.as_secs())
        .shutdown_signal(shutdown.signal()?);
        if let Some(workers) = self.workers {
            server = server.workers(workers);
        }
        let server = server.bind(&address).map_err(|error| cannot_bind(&address, &error))?;
        let addresses = server.addrs();
        announce(&self.integration, &addresses, self.quiet);
        Ok(BoundServer {
            server: server.run(),
            addresses,
            #[cfg(feature = "verify")]
            integration: self.integration,
        })
    }

    fn check(&self) -> Result<(), StartError> {
        let plain =
            |path: &String| path.starts_with('/') && !path.contains(['{', '}', '?', '#', ' ']);
        if let Some(path) = self.health_path.as_ref().filter(|path| !plain(path)) {
            let problem = format!("has no plain path like `/healthz` in `{path}`");
            return Err(StartError::Setting { setting: "health_path", problem });
        }
        let setting = |setting, problem: &str| {
            Err(StartError::Setting { setting, problem: problem.to_owned() })
        };
        if self.workers == Some(0) {
            return setting("workers", "must be above 0");
        }
        if self.connections_per_worker == 0 {
            return setting("connections_per_worker", "must be above 0");
        }
        if self.headers_timeout < Duration::from_secs(1) {
            let problem = "must be a second at least: the server's clock ticks twice a second";
            return setting("headers_timeout", problem);
        }
        Ok(())
    }
}

/// A server that has its address; made by [`Server::bind`].
#[must_use = "nothing is served before `run`"]
pub struct BoundServer {
    server: actix_web::dev::Server,
    addresses: Vec<SocketAddr>,
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
        self.server.await?;
        tracing::info!(target: "churnkey", "stopped");
        Ok(())
    }
}

fn cannot_bind(address: &str, error: &io::Error) -> io::Error {
    io::Error::new(
        error.kind(),
        format!("cannot listen on `{address}` (set {ADDRESS_VARIABLE} to change it): {error}"),
    )
}

/// Says on standard output what is mounted and where, and whether errors will be logged at all.
fn announce(integration: &Integration, addresses: &[SocketAddr], quiet: bool) {
    for address in addresses {
        tracing::info!(target: "churnkey", %address, "serving");
    }
    if quiet {
        return;
    }
    let addresses =
        addresses.iter().map(|address| format!("serving on http://{address}/churnkey\n"));
    let silent = !tracing::dispatcher::has_been_set();
    let hint = "no `tracing` subscriber is set: internal errors are answered but logged nowhere\n";
    let text = format!(
        "{}\n{}{}",
        integration.table(),
        addresses.collect::<String>(),
        if silent { hint } else { "" }
    );
    // `println!` would panic where nobody reads the output any more.
    let _ = io::stdout().write_all(text.as_bytes());
}
