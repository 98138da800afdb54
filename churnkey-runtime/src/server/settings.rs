//! The settings of a server; those for what stands beside the integration are in `beside.rs`.

use std::time::Duration;

use crate::error::Result;
use crate::integration::Integration;
use crate::server::health::HEALTH_PATH;
use crate::server::own_routes::OwnRoutes;
use crate::server::ready::{self, Hook, READY_PATH};
use crate::server::sockets::Socket;
#[cfg(feature = "rustls")]
use crate::server::tls::{TlsConfig, TlsFiles};

impl Integration {
    /// A server of its own for this integration.
    pub fn server(&self) -> Server {
        Server::new(self.clone())
    }
}

/// A server for an [`Integration`], and for what you put beside it; made by [`Integration::server`].
#[derive(Debug, Clone)]
#[must_use = "nothing is served before `run`"]
pub struct Server {
    /// A proxy has none.
    pub(super) integration: Option<Integration>,
    /// Others, each with its prefix.
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

    /// Without an integration, for what stands in front of one: its connections are limited in the same way.
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
            #[cfg(feature = "swagger-ui")]
            swagger_ui: None,
            #[cfg(feature = "rustls")]
            tls: None,
            #[cfg(feature = "rustls")]
            tls_config: None,
        }
    }

    /// All of them, with their prefixes; that of the first is empty.
    pub(super) fn integrations(&self) -> impl Iterator<Item = (&str, &Integration)> {
        let mounts = self.mounts.iter().map(|(prefix, mounted)| (&**prefix, mounted));
        self.integration.iter().map(|integration| ("", integration)).chain(mounts)
    }

    /// Where to listen, as `host:port` or, on Unix, as `unix:` and the path of a [socket](Self::unix_socket); by default
    /// `CK_ADDR`, or else `127.0.0.1:8080`. Port 0 takes a free one.
    ///
    /// Where [`listen`](Self::listen) or another of its kind is called, that is where it listens, and here as well only if
    /// this is called too.
    pub fn address(mut self, address: impl Into<String>) -> Self {
        self.address = Some(address.into());
        self
    }

    /// Where `200` says, without a token, that the process serves; `None` for nowhere. `/healthz` by default. It is for
    /// whoever restarts a process that is dead; whether requests should come is said by [`ready`](Self::ready).
    pub fn health_path<'p>(mut self, path: impl Into<Option<&'p str>>) -> Self {
        self.health_path = path.into().map(str::to_owned);
        self
    }

    /// What has to work before requests should come: a database that answers, say. `GET /readyz` says, without a token,
    /// 200 while it is `Ok` and 503 when it is not. It is what balancers and orchestrators should ask.
    ///
    /// It has a second ([`ready_timeout`](Self::ready_timeout)), and its last answer is given again for a second, so that
    /// nobody can keep your database busy with it. Why it failed is logged, once, and not sent.
    ///
    /// `/readyz` is there without it too. It is 503 on the way down, and while as many actions
    /// [hang](crate::Builder::hung_after) as there may be at once; mere load does not turn it.
    ///
    /// ```no_run
    /// # extern crate churnkey_runtime as churnkey;
    /// # mod merchant { include!(concat!(env!("CARGO_MANIFEST_DIR"), "/doc/billing.rs")); }
    /// # use {churnkey::prelude::*, merchant::Billing};
    /// # #[derive(Clone)] struct Pool;
    /// # impl Pool { async fn ping(&self) -> Result<(), std::io::Error> { Ok(()) } }
    /// use churnkey::Integration;
    ///
    /// # #[actix_web::main]
    /// # async fn main() -> std::io::Result<()> {
    /// # let pool = Pool;
    /// let integration = Integration::builder(Billing).from_env().build()?;
    /// integration.server().ready(async move || Ok(pool.ping().await?)).run().await
    /// # }
    /// ```
    pub fn ready(mut self, hook: impl AsyncFn() -> Result<()> + Send + Sync + 'static) -> Self {
        self.ready = Some(Hook::new(hook));
        self
    }

    /// Where that is said; `None` for nowhere. `/readyz` by default.
    pub fn ready_path<'p>(mut self, path: impl Into<Option<&'p str>>) -> Self {
        self.ready_path = path.into().map(str::to_owned);
        self
    }

    /// How long the hook of [`ready`](Self::ready) may take before the answer is 503: a second by default.
    pub fn ready_timeout(mut self, timeout: Duration) -> Self {
        self.ready_timeout = timeout;
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
    /// has shown a valid token, or that a route of yours [trusts](crate::trust_connection), may send a further one. With
    /// TLS the handshake before the first may take as long.
    ///
    /// The time for a body is the integration's: [`Builder::body_timeout`](crate::Builder::body_timeout).
    pub fn headers_timeout(mut self, timeout: Duration) -> Self {
        self.headers_timeout = timeout;
        self
    }

    /// How long a client may take to read its answer: 30 seconds by default, and as long as it likes with
    /// `Duration::MAX`. After that its connection is closed. On a connection that a route of yours
    /// [trusts](crate::trust_connection), it is how long nothing of an answer may be taken.
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

    /// Does not listen to signals: neither to SIGTERM and Ctrl-C nor to SIGHUP. For a program that has its own way down and
    /// stops this server by its [handle](crate::BoundServer::handle).
    pub fn disable_signals(mut self) -> Self {
        self.signals = false;
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
}
