//! Settings for where a server listens, and for TLS.

use std::net::TcpListener;
use std::sync::Arc;

use crate::server::settings::Server;
use crate::server::sockets::Socket;
#[cfg(feature = "rustls")]
use crate::server::tls::{TlsConfig, TlsFiles};

impl Server {
    /// Where to listen: `host:port`, or on Unix `unix:` and the path of a [socket](Self::unix_socket). The default is
    /// `CK_ADDR`, or else `127.0.0.1:8080`. Port 0 picks a free port.
    ///
    /// If you call [`listen`](Self::listen) or one of its siblings, the server listens there, and at this address only
    /// if you also set it.
    pub fn address(mut self, address: impl Into<String>) -> Self {
        self.address = Some(address.into());
        self
    }

    /// A socket that is already bound, such as one from systemd. Further calls add further sockets.
    ///
    /// With [TLS](Self::tls) it serves HTTPS. You set the length of the operating system's queue of your own socket.
    pub fn listen(mut self, listener: TcpListener) -> Self {
        self.sockets.push(Socket::Tcp(Arc::new(listener)));
        self
    }

    /// A Unix domain socket that is already bound, such as one from systemd. It serves plain HTTP even if TLS is set,
    /// since it does not leave the machine.
    #[cfg(unix)]
    pub fn listen_uds(mut self, listener: std::os::unix::net::UnixListener) -> Self {
        self.sockets.push(Socket::Uds(Arc::new(listener)));
        self
    }

    /// A Unix domain socket at this path, for a proxy on the same machine. It serves plain HTTP even if TLS is set,
    /// since it does not leave the machine.
    ///
    /// [`bind`](Self::bind) creates the file, with the permissions that the process's `umask` leaves, and the server
    /// removes it when it ends. A file left by a dead server is replaced. If another server listens there, or if the
    /// path is not a socket, nothing is touched and the server does not start. Whoever may write to the file can
    /// connect: give the proxy that permission by the folder's group, or with `std::fs::set_permissions` between `bind`
    /// and [`run`](crate::BoundServer::run).
    ///
    /// Such a request has no peer address: [`ContextRequest::peer_addr`](crate::ContextRequest::peer_addr) is `None`.
    #[cfg(unix)]
    pub fn unix_socket(mut self, path: impl Into<std::path::PathBuf>) -> Self {
        self.sockets.push(Socket::UnixPath(path.into()));
        self
    }

    /// Serves only HTTPS, with this certificate and key. The default is those of `CK_TLS_CERT` and `CK_TLS_KEY`, or
    /// plain HTTP if these are not set either. TLS 1.2 and 1.3, by rustls with ring.
    ///
    /// [`bind`](Self::bind) reads the files, and SIGHUP makes the server read them again: new connections get the new
    /// certificate, and open ones go on. If the files cannot be used, an error is logged and nothing changes. Without
    /// SIGHUP (on Windows), a new certificate needs a restart.
    ///
    /// The server speaks only HTTP/1.1, with TLS and without, and offers nothing else to clients (ALPN).
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

    /// Serves only HTTPS, with your own configuration: for client certificates (mutual TLS), another provider, or
    /// several certificates. Set either [`tls`](Self::tls) or this; both take precedence over `CK_TLS_CERT`.
    ///
    /// Nothing in it changes except ALPN, which offers only HTTP/1.1. To replace a certificate while the server runs,
    /// use a resolver of your own: SIGHUP reads only the files of `tls`.
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
    /// /// Only clients with a certificate signed by `clients.pem` may connect.
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
