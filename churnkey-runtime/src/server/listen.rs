//! Serves the connections of a listening socket, in each worker.

use std::future::ready;
use std::io;
use std::net::{SocketAddr, TcpListener};
#[cfg(unix)]
use std::os::unix::net::UnixListener;
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
#[cfg(unix)]
use actix_web::rt::net::UnixStream;
use actix_web::rt::net::{ActixStream, TcpStream};
use actix_web::web::ServiceConfig;
use tokio::io::{AsyncRead, AsyncWrite};

use crate::http::draining::Draining;
use crate::server::close_after_answer::one_answer_without_a_token;
use crate::server::connection::{Connection, Times};
use crate::server::guarded::Guarded;
use crate::server::places::Places;
use crate::server::shutdown::Requests;
use crate::server::watch::watch;

/// With a disconnect timeout, actix ends an idle connection with TLS's `close_notify`, and so it does, once the timeout
/// is over, with one whose body was not read. Its clock ticks twice a second; this is over before the connection's own
/// time is up.
#[cfg(feature = "rustls")]
const TLS_DISCONNECT: Duration = Duration::from_millis(700);

/// How each worker serves each listener. `R` mounts the routes.
#[derive(Clone)]
pub(crate) struct Http<R> {
    pub(crate) routes: R,
    /// Connections per worker.
    pub(crate) places: usize,
    pub(crate) keep_alive: Duration,
    pub(crate) times: Times,
    pub(crate) draining: Draining,
    pub(crate) requests: Requests,
    /// Lets idle connections close when the server stops.
    pub(crate) stopping: GracefulShutdownSignal,
    #[cfg(feature = "rustls")]
    pub(crate) tls: Option<rustls::ServerConfig>,
}

impl<R: Fn(&mut ServiceConfig) + Clone + Send + 'static> Http<R> {
    pub(crate) fn listen(
        &self,
        server: ServerBuilder,
        listener: TcpListener,
    ) -> io::Result<ServerBuilder> {
        let (http, address) = (self.clone(), listener.local_addr()?);
        #[cfg(feature = "rustls")]
        if let Some(config) = &self.tls {
            // Neither slow handshakes nor many of them may keep others waiting. Each only counts as a connection.
            actix_tls::accept::max_concurrent_tls_connect(usize::MAX);
            let mut config = config.clone();
            config.alpn_protocols = vec![b"http/1.1".to_vec()];
            return server
                .listen("churnkey", listener, move || http.encrypted(config.clone(), address));
        }
        server.listen("churnkey", listener, move || http.plain(local(false, address), accepted))
    }

    #[cfg(unix)]
    pub(crate) fn listen_uds(
        &self,
        server: ServerBuilder,
        listener: UnixListener,
    ) -> io::Result<ServerBuilder> {
        let http = self.clone();
        server.listen_uds("churnkey", listener, move || {
            http.plain(AppConfig::default(), |_: &UnixStream| None)
        })
    }

    fn plain<IO: ActixStream + 'static>(
        &self,
        config: AppConfig,
        peer: fn(&IO) -> Option<SocketAddr>,
    ) -> impl ServiceFactory<IO, Config = ()> + use<R, IO> {
        // Without a disconnect timeout, our side closes at once after an answer that leaves a body unread; `Guarded`
        // waits for the client's side.
        let http = self.http(Duration::ZERO, config, |io: &Guarded<IO>| Rc::clone(io.connection()));
        let with_peer = |io: Guarded<IO>| {
            let peer = io.peer();
            ready(Ok::<_, DispatchError>((io, peer)))
        };
        self.watched(fn_service(with_peer).and_then(http), peer)
    }

    #[cfg(feature = "rustls")]
    fn encrypted(
        &self,
        config: rustls::ServerConfig,
        address: SocketAddr,
    ) -> impl ServiceFactory<TcpStream, Config = ()> + use<R> {
        use actix_tls::accept::TlsError;
        use actix_tls::accept::rustls_0_23::{Acceptor, TlsStream};

        let mut acceptor = Acceptor::new(config);
        acceptor.set_handshake_timeout(self.times.head);
        let connection =
            |io: &TlsStream<Guarded<TcpStream>>| Rc::clone(io.get_ref().0.connection());
        let http = self.http(TLS_DISCONNECT, local(true, address), connection);
        let http = acceptor
            .map_err(TlsError::into_service_error)
            .map(|io: TlsStream<Guarded<TcpStream>>| {
                let peer = io.get_ref().0.peer();
                (io, peer)
            })
            .and_then(http.map_err(TlsError::Service));
        self.watched(http, accepted)
    }

    /// HTTP/1.1 on any transport that knows its connection.
    pub(crate) fn http<T>(
        &self,
        disconnect: Duration,
        config: AppConfig,
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
            .h1(map_config(
                one_answer_without_a_token(app.into_factory(), self.draining.clone()),
                move |()| config.clone(),
            ))
    }

    /// Gives each socket its place and its connection, and ends it in time.
    fn watched<IO, F>(
        &self,
        http: F,
        peer: fn(&IO) -> Option<SocketAddr>,
    ) -> impl ServiceFactory<IO, Config = ()> + use<R, IO, F>
    where
        IO: 'static,
        F: ServiceFactory<Guarded<IO>, Config = (), Response = ()>,
    {
        let (limit, times) = (self.places, self.times);
        let (draining, requests) = (self.draining.clone(), self.requests.clone());
        apply_fn_factory(http, move |stream: IO, http: &F::Service| {
            let places = Places::of_this_worker(limit);
            let (seat, registration) = places.enter();
            let connection = Rc::new(Connection::new(times, places, seat.number));
            let peer = peer(&stream);
            let serving = http.call(Guarded::new(stream, peer, Rc::clone(&connection)));
            let (draining, requests) = (draining.clone(), requests.clone());
            async move {
                watch(serving, &connection, registration).await;
                if draining.has_begun() {
                    // A worker ends with its last connection, which would cut off the actions still running there.
                    requests.unattended_end().await;
                }
                drop(seat);
                Ok(())
            }
        })
    }
}

/// Sets up a new connection and returns the client's address. Nagle's algorithm is off: it would hold back a small
/// write, such as the end of a stream, until the client has acknowledged the previous one, which may take 40 ms.
fn accepted(stream: &TcpStream) -> Option<SocketAddr> {
    let _ = stream.set_nodelay(true);
    stream.peer_addr().ok()
}

/// What `HttpRequest::connection_info` and `app_config` return. actix has no other way to set `secure`, and its own
/// `actix-test` uses this one.
fn local(secure: bool, address: SocketAddr) -> AppConfig {
    AppConfig::__priv_test_new(secure, address.to_string(), address)
}

#[cfg(test)]
#[path = "../tests/listen.rs"]
mod tests;
