//! From a listening socket to the app: a worker's service for each connection.

use std::future::ready;
use std::io;
use std::net::{SocketAddr, TcpListener, ToSocketAddrs as _};
use std::rc::Rc;
use std::time::Duration;

use actix_http::HttpService;
use actix_http::error::DispatchError;
use actix_server::{GracefulShutdownSignal, ServerBuilder};
use actix_service::{
    IntoServiceFactory as _, Service as _, ServiceFactory, ServiceFactoryExt as _,
    apply_fn_factory, fn_service, map_config,
};
use actix_web::App;
use actix_web::dev::AppConfig;
use actix_web::rt::net::TcpStream;
use actix_web::web::ServiceConfig;
use socket2::{Domain, Protocol, Socket, Type};
use tokio::io::{AsyncRead, AsyncWrite};

use crate::server::connection::{Connection, Times};
use crate::server::guarded::Guarded;
use crate::server::last_answer::one_answer_without_a_token;
use crate::server::places::Places;
use crate::server::watch::watch;

/// How many connections wait in the operating system's queue.
const BACKLOG: i32 = 1024;
/// With a time for the disconnection actix ends an idle connection with TLS's own `close_notify`, and one whose body was
/// not read too, when the time is over. Its clock ticks twice a second; this is over before the connection's own time.
#[cfg(feature = "rustls")]
const TLS_DISCONNECT: Duration = Duration::from_millis(700);

/// A listener for each address that the name stands for and that can be bound.
pub(crate) fn bind(address: &str) -> io::Result<Vec<TcpListener>> {
    let mut problem = io::Error::from(io::ErrorKind::AddrNotAvailable);
    let mut listeners = Vec::new();
    for address in address.to_socket_addrs()? {
        match listener(address) {
            Ok(listener) => listeners.push(listener),
            Err(error) => problem = error,
        }
    }
    if listeners.is_empty() { Err(problem) } else { Ok(listeners) }
}

fn listener(address: SocketAddr) -> io::Result<TcpListener> {
    let socket = Socket::new(Domain::for_address(address), Type::STREAM, Some(Protocol::TCP))?;
    // On Windows it would let another program take the address.
    #[cfg(not(windows))]
    socket.set_reuse_address(true)?;
    // Elsewhere `[::]` takes IPv4 too.
    #[cfg(windows)]
    if address.is_ipv6() {
        socket.set_only_v6(false)?;
    }
    socket.bind(&address.into())?;
    socket.listen(BACKLOG)?;
    Ok(socket.into())
}

/// What is served on each listener, by each worker. `R` mounts the routes.
#[derive(Clone)]
pub(crate) struct Http<R> {
    pub(crate) routes: R,
    /// Connections of a worker.
    pub(crate) places: usize,
    pub(crate) keep_alive: Duration,
    pub(crate) times: Times,
    /// So that idle connections are closed when the server stops.
    pub(crate) stopping: GracefulShutdownSignal,
    #[cfg(feature = "rustls")]
    pub(crate) tls: Option<rustls::ServerConfig>,
}

impl<R: Fn(&mut ServiceConfig) + Clone + Send + 'static> Http<R> {
    #[cfg_attr(
        not(feature = "rustls"),
        expect(clippy::unused_self, reason = "without TLS there is one scheme")
    )]
    pub(crate) fn scheme(&self) -> &'static str {
        #[cfg(feature = "rustls")]
        if self.tls.is_some() {
            return "https";
        }
        "http"
    }

    pub(crate) fn listen(
        &self,
        server: ServerBuilder,
        listener: TcpListener,
    ) -> io::Result<ServerBuilder> {
        let http = self.clone();
        #[cfg(feature = "rustls")]
        if let Some(config) = &self.tls {
            // Neither slow handshakes nor many of them may keep others waiting: each counts as a connection, no more.
            actix_tls::accept::max_concurrent_tls_connect(usize::MAX);
            let mut config = config.clone();
            config.alpn_protocols = vec![b"http/1.1".to_vec()];
            return server.listen("churnkey", listener, move || http.encrypted(config.clone()));
        }
        server.listen("churnkey", listener, move || http.plain())
    }

    fn plain(&self) -> impl ServiceFactory<TcpStream, Config = ()> + use<R> {
        // No time for the disconnection, so that an answer that leaves a body unread is followed by the end of our side
        // at once; `Guarded` waits for the client's.
        let http = self.http(Duration::ZERO, |io: &Guarded<TcpStream>| Rc::clone(io.connection()));
        let peer = |io: Guarded<TcpStream>| {
            let peer = io.peer();
            ready(Ok::<_, DispatchError>((io, peer)))
        };
        self.watched(fn_service(peer).and_then(http))
    }

    #[cfg(feature = "rustls")]
    fn encrypted(
        &self,
        config: rustls::ServerConfig,
    ) -> impl ServiceFactory<TcpStream, Config = ()> + use<R> {
        use actix_tls::accept::TlsError;
        use actix_tls::accept::rustls_0_23::{Acceptor, TlsStream};

        let mut acceptor = Acceptor::new(config);
        acceptor.set_handshake_timeout(self.times.head);
        let http = self.http(TLS_DISCONNECT, |io: &TlsStream<Guarded<TcpStream>>| {
            Rc::clone(io.get_ref().0.connection())
        });
        let http = acceptor
            .map_err(TlsError::into_service_error)
            .map(|io: TlsStream<Guarded<TcpStream>>| {
                let peer = io.get_ref().0.peer();
                (io, peer)
            })
            .and_then(http.map_err(TlsError::Service));
        self.watched(http)
    }

    /// HTTP/1.1 on any transport that knows its connection.
    pub(crate) fn http<T>(
        &self,
        disconnect: Duration,
        connection: fn(&T) -> Rc<Connection>,
    ) -> impl ServiceFactory<
        (T, Option<SocketAddr>),
        Config = (),
        Response = (),
        Error = DispatchError,
        InitError = (),
    > + use<R, T>
    where
        T: AsyncRead + AsyncWrite + Unpin + 'static,
    {
        let stopping = self.stopping.clone();
        let app = App::new().configure(|config| (self.routes)(config));
        HttpService::build()
            .graceful_shutdown_signal(move || {
                let stopping = stopping.clone();
                async move { stopping.notified().await }
            })
            .keep_alive(self.keep_alive)
            .client_request_timeout(self.times.head)
            .client_disconnect_timeout(disconnect)
            .on_connect_ext(move |io: &T, data| {
                data.insert(connection(io));
            })
            .h1(map_config(one_answer_without_a_token(app.into_factory()), |()| {
                AppConfig::default()
            }))
    }

    /// Gives each socket its place and its connection, and ends it in time.
    fn watched<F>(&self, http: F) -> impl ServiceFactory<TcpStream, Config = ()> + use<R, F>
    where
        F: ServiceFactory<Guarded<TcpStream>, Config = (), Response = ()>,
    {
        let (limit, times) = (self.places, self.times);
        apply_fn_factory(http, move |stream: TcpStream, http: &F::Service| {
            let places = Places::of_this_worker(limit);
            let (seat, registration) = places.enter();
            let connection = Rc::new(Connection::new(times, places, seat.number));
            let peer = stream.peer_addr().ok();
            let serving = http.call(Guarded::new(stream, peer, Rc::clone(&connection)));
            async move {
                watch(serving, &connection, registration).await;
                drop(seat);
                Ok(())
            }
        })
    }
}
