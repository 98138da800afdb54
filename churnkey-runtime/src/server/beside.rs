//! The settings for what stands beside the integration: routes, other integrations, sockets, a configuration of TLS.

use std::net::TcpListener;
use std::sync::Arc;

use actix_web::web::ServiceConfig;

use crate::integration::Integration;
use crate::server::own_routes::OwnRoutes;
use crate::server::settings::Server;
use crate::server::sockets::Socket;
#[cfg(feature = "rustls")]
use crate::server::tls::TlsConfig;

impl Server {
    /// Routes of your own beside the integration, on the same sockets. Called more than once, each adds to the others.
    ///
    /// What is under `/churnkey`, and the paths of health, are matched before them; a `default_service` of yours takes the
    /// place of the 404 that says where the integration is. The closure runs for each worker: what the routes share has to
    /// be made before it. For middleware, put them into an `actix_web::web::scope("")`.
    ///
    /// They need no token, and **connections are limited as they are for the integration**: a client that has shown no
    /// valid token has one answer on a connection, and its place goes to the next one when all are taken. A route that
    /// knows its client can keep the connection with [`trust_connection`](crate::trust_connection); a WebSocket, or a
    /// stream that takes longer than [`answer_timeout`](Self::answer_timeout), works on such a connection alone.
    ///
    /// ```no_run
    /// # extern crate churnkey_runtime as churnkey;
    /// # mod merchant { include!(concat!(env!("CARGO_MANIFEST_DIR"), "/doc/billing.rs")); }
    /// # use {churnkey::prelude::*, merchant::Billing};
    /// use churnkey::Integration;
    /// use churnkey::actix_web::web;
    ///
    /// # #[actix_web::main]
    /// # async fn main() -> std::io::Result<()> {
    /// let integration = Integration::builder(Billing).from_env().build()?;
    /// let visits = web::Data::new(std::sync::atomic::AtomicU64::new(0)); // one for all workers
    /// integration
    ///     .server()
    ///     .app(move |config| {
    ///         config.app_data(visits.clone()).route("/", web::get().to(async || "our own page"));
    ///     })
    ///     .run()
    ///     .await
    /// # }
    /// ```
    pub fn app(mut self, routes: impl Fn(&mut ServiceConfig) + Send + Sync + 'static) -> Self {
        self.own_routes.push(OwnRoutes::new(routes));
        self
    }

    /// One more integration, below a prefix: of `/brand-b`, its *API URL* ends with `/brand-b`, and its manifest is at
    /// `/brand-b/churnkey/features`.
    ///
    /// Health, the way down, SIGHUP and [`verify_on_start`](crate::Builder::verify_on_start) cover all of them. Each has its
    /// own tokens, limits, and name, by which logs and metrics tell them apart; the file of
    /// [`verify_state`](crate::Builder::verify_state) has the prefix in its name unless you set one.
    ///
    /// [`bind`](Self::bind) refuses two of one name, a prefix that is not a plain path, and one that is, or lies below,
    /// another's or `/churnkey`.
    ///
    /// ```no_run
    /// # extern crate churnkey_runtime as churnkey;
    /// # mod merchant { include!(concat!(env!("CARGO_MANIFEST_DIR"), "/doc/billing.rs")); }
    /// # use {churnkey::prelude::*, merchant::Billing};
    /// use churnkey::Integration;
    ///
    /// # #[actix_web::main]
    /// # async fn main() -> std::io::Result<()> {
    /// let video = Integration::builder(Billing).name("Acme Video").token_file("video.tokens").build()?;
    /// let music = Integration::builder(Billing).name("Acme Music").token_file("music.tokens").build()?;
    /// video.server().mount("/music", music).run().await
    /// # }
    /// ```
    pub fn mount(mut self, prefix: impl Into<String>, integration: Integration) -> Self {
        self.mounts.push((prefix.into(), integration));
        self
    }

    /// A socket that is bound already, such as one of systemd's. Called more than once, each counts.
    ///
    /// With [TLS](Self::tls) it serves HTTPS. The operating system's queue of a socket of yours is as long as you made it.
    pub fn listen(mut self, listener: TcpListener) -> Self {
        self.sockets.push(Socket::Tcp(Arc::new(listener)));
        self
    }

    /// A Unix domain socket that is bound already, such as one of systemd's. HTTP in the clear, with TLS set too: it does
    /// not leave the machine.
    #[cfg(unix)]
    pub fn listen_uds(mut self, listener: std::os::unix::net::UnixListener) -> Self {
        self.sockets.push(Socket::Uds(Arc::new(listener)));
        self
    }

    /// A Unix domain socket at this path, for a proxy on the same machine. HTTP in the clear, with TLS set too: it does not
    /// leave the machine.
    ///
    /// [`bind`](Self::bind) makes the file, with the rights that the process's `umask` leaves, and the end of the server
    /// removes it. One that a dead server has left is replaced; where a living one listens, or where something else than a
    /// socket is, nothing is touched, and the server does not start. Whoever may write to the file can connect: give the
    /// proxy that right, by the folder's group or with `std::fs::set_permissions` between `bind` and
    /// [`run`](crate::BoundServer::run).
    ///
    /// A request has no peer's address there: [`ContextRequest::peer_addr`](crate::ContextRequest::peer_addr) is `None`.
    #[cfg(unix)]
    pub fn unix_socket(mut self, path: impl Into<std::path::PathBuf>) -> Self {
        self.sockets.push(Socket::UnixPath(path.into()));
        self
    }

    /// Serves HTTPS alone, with a configuration of yours: for client certificates (mutual TLS), another provider, several
    /// certificates. Of [`tls`](Self::tls) and this, one can be set; this counts before `CK_TLS_CERT`.
    ///
    /// It is taken as it is but for ALPN, where HTTP/1.1 is all that is offered. A certificate that is to be replaced
    /// while the server runs is your resolver's task; SIGHUP reads the files of `tls` alone.
    ///
    /// ```no_run
    /// # extern crate churnkey_runtime as churnkey;
    /// # mod merchant { include!(concat!(env!("CARGO_MANIFEST_DIR"), "/doc/billing.rs")); }
    /// # use {churnkey::prelude::*, merchant::Billing};
    /// use std::io::{self, Error};
    /// use std::sync::Arc;
    ///
    /// use churnkey::rustls::pki_types::pem::PemObject as _;
    /// use churnkey::rustls::pki_types::{CertificateDer, PrivateKeyDer};
    /// use churnkey::rustls::server::WebPkiClientVerifier;
    /// use churnkey::rustls::{RootCertStore, ServerConfig, crypto::ring};
    ///
    /// /// Only who shows a certificate of `clients.pem` may connect.
    /// fn mutual_tls() -> io::Result<ServerConfig> {
    ///     let certificates = |file| -> io::Result<Vec<_>> {
    ///         let certificates = CertificateDer::pem_file_iter(file).map_err(Error::other)?;
    ///         certificates.collect::<Result<_, _>>().map_err(Error::other)
    ///     };
    ///     let mut authorities = RootCertStore::empty();
    ///     authorities.add_parsable_certificates(certificates("clients.pem")?);
    ///     let provider = Arc::new(ring::default_provider());
    ///     let clients = WebPkiClientVerifier::builder_with_provider(authorities.into(), provider.clone());
    ///     let config = ServerConfig::builder_with_provider(provider)
    ///         .with_safe_default_protocol_versions()
    ///         .map_err(Error::other)?
    ///         .with_client_cert_verifier(clients.build().map_err(Error::other)?);
    ///     let key = PrivateKeyDer::from_pem_file("billing.key").map_err(Error::other)?;
    ///     config.with_single_cert(certificates("billing.pem")?, key).map_err(Error::other)
    /// }
    ///
    /// # #[actix_web::main]
    /// # async fn main() -> io::Result<()> {
    /// let integration = Integration::builder(Billing).from_env().build()?;
    /// integration.server().rustls(mutual_tls()?).run().await
    /// # }
    /// # use churnkey::Integration;
    /// ```
    #[cfg(feature = "rustls")]
    pub fn rustls(mut self, config: rustls::ServerConfig) -> Self {
        self.tls_config = Some(TlsConfig(config));
        self
    }
}
