//! A server of the integration's own: its settings, and how it is bound and run.

mod hangup;
mod health;
mod shutdown;
#[cfg(feature = "rustls")]
mod tls;

use std::fmt;
use std::io::{self, Write as _};
use std::net::SocketAddr;
use std::sync::Arc;
use std::time::Duration;

use actix_web::{App, HttpServer, web};
use futures_util::future::{Either, select};

use crate::integration::start_error::StartError;
use crate::integration::{Integration, paths};
use crate::server::hangup::Hangup;
use crate::server::health::{health, nothing_here};
use crate::server::shutdown::Shutdown;
#[cfg(feature = "rustls")]
use crate::server::tls::Tls;

#[cfg(feature = "rustls")]
pub use self::tls::TlsFiles;

const ADDRESS_VARIABLE: &str = "CK_ADDR";
const TLS_CERTIFICATE_VARIABLE: &str = "CK_TLS_CERT";
const TLS_KEY_VARIABLE: &str = "CK_TLS_KEY";
const DEFAULT_ADDRESS: &str = "127.0.0.1:8080";

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

    /// How many connections each worker holds open: 4096 by default. More wait in the operating system's queue, which
    /// has a bound. The process may need a higher limit of open files for it (`ulimit -n`).
    pub fn connections_per_worker(mut self, connections: usize) -> Self {
        self.connections_per_worker = connections;
        self
    }

    /// How long the head of the first request on a connection may take to arrive: 5 seconds by default. A slower one is
    /// 408, and the connection is closed. Only a client that has shown a valid token may send a second request on it.
    /// With TLS the handshake before it may take as long.
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

    /// Serves HTTPS alone, with this certificate and its key; by default with those of `CK_TLS_CERT` and `CK_TLS_KEY`, and
    /// in the clear when these are not set either. TLS 1.2 and 1.3, by rustls with ring.
    ///
    /// The files are read by [`bind`](Self::bind), and again on SIGHUP: connections that begin after it get the new
    /// certificate, open ones go on, and files that cannot be used are logged as an error and change nothing. Where there
    /// is no SIGHUP, a new certificate needs a restart.
    ///
    /// `http/1.1` is all that is offered to clients (ALPN), unless your program switches on actix-web's feature `http2`.
    ///
    /// ```no_run
    /// # mod merchant { include!(concat!(env!("CARGO_MANIFEST_DIR"), "/doc/billing.rs")); }
    /// # use {churnkey_runtime::prelude::*, merchant::Billing};
    /// use churnkey_runtime::{Integration, TlsFiles};
    ///
    /// # #[actix_web::main]
    /// # async fn main() -> std::io::Result<()> {
    /// let integration = Integration::builder(Billing).token_from_env().build()?;
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
        #[cfg(feature = "rustls")]
        let server = match &tls {
            // Neither slow handshakes nor many of them may keep others waiting: each counts as a connection, no more.
            Some(tls) => server
                .tls_handshake_timeout(self.headers_timeout)
                .max_connection_rate(self.connections_per_worker)
                .bind_rustls_0_23(&address, tls.config.clone()),
            None => server.bind(&address),
        };
        #[cfg(not(feature = "rustls"))]
        let server = server.bind(&address);
        let server = server.map_err(|error| cannot_bind(&address, &error))?;
        let hangup = Hangup::listen(
            &self.integration,
            #[cfg(feature = "rustls")]
            tls.map(|tls| tls.reload),
        )?;
        announce(&self.integration, &server.addrs_with_scheme(), self.quiet);
        let addresses = server.addrs();
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
        if self.workers == Some(0) {
            return Err(StartError::setting("workers", "it must be above 0"));
        }
        if self.connections_per_worker == 0 {
            return Err(StartError::setting("connections_per_worker", "it must be above 0"));
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

fn cannot_bind(address: &str, error: &io::Error) -> io::Error {
    io::Error::new(
        error.kind(),
        format!("cannot listen on `{address}` (set {ADDRESS_VARIABLE} to change it): {error}"),
    )
}

/// Says on standard output what is mounted and where, and whether errors will be logged at all.
fn announce(integration: &Integration, addresses: &[(SocketAddr, &str)], quiet: bool) {
    for (address, scheme) in addresses {
        tracing::info!(target: "churnkey", %address, scheme, "serving");
    }
    if quiet {
        return;
    }
    let addresses = addresses
        .iter()
        .map(|(address, scheme)| format!("serving on {scheme}://{address}/churnkey\n"));
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
