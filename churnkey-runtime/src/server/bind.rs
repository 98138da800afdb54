//! Binds a server's sockets and builds a server that can run.

use std::io;
use std::num::NonZeroUsize;
use std::sync::Arc;

use actix_web::web::ServiceConfig;

use crate::http::contact::outside::Outside;
use crate::http::draining::Draining;
use crate::http::limits::Limits;
use crate::server::MOST_WORKERS;
use crate::server::announce::{announce, places};
use crate::server::bound::{BoundServer, End};
use crate::server::connection::Times;
use crate::server::handle::channel;
use crate::server::health::Health;
use crate::server::listen::Http;
use crate::server::open_files::Capacity;
use crate::server::ready::Ready;
use crate::server::routes::Routes;
use crate::server::settings::Server;
use crate::server::shutdown::{Requests, Shutdown, no_signal, signal};
use crate::server::sighup::Sighup;
use crate::server::sockets::Sockets;
#[cfg(feature = "rustls")]
use crate::server::tls::Tls;

impl Server {
    /// Serves until SIGTERM or Ctrl-C, then lets the requests in flight finish.
    ///
    /// The future is `Send`, so under `#[tokio::main]` it can be spawned. See [`serve`](crate::serve).
    ///
    /// # Errors
    /// An address that cannot be bound, TLS files that cannot be used, or an invalid setting.
    pub async fn run(self) -> io::Result<()> {
        self.bind()?.run().await
    }

    /// Binds the sockets and prints the table of routes; [`BoundServer::run`] serves. Use it in a program that needs to
    /// know the address, as with port 0, or that stops the server through its [handle](BoundServer::handle).
    ///
    /// # Errors
    /// An address that cannot be bound, TLS files that cannot be used, an invalid setting, or a call outside of a
    /// runtime (actix's or tokio's).
    pub fn bind(self) -> io::Result<BoundServer> {
        self.check()?;
        let mounts: Vec<_> = self
            .integrations()
            .map(|(prefix, mounted)| (prefix.to_owned(), mounted.clone()))
            .collect();
        #[cfg(feature = "swagger-ui")]
        let page = match self.integration.as_ref().zip(self.swagger_ui.as_deref()) {
            Some((integration, path)) => Some(integration.swagger_ui(path)?),
            None => None,
        };
        in_a_runtime()?;
        #[cfg(feature = "rustls")]
        let tls = Tls::open(self.tls, self.tls_config)?;
        let sockets = Sockets::open(self.address, &self.sockets)?;
        let workers = self.workers.unwrap_or_else(|| {
            std::thread::available_parallelism().map_or(2, NonZeroUsize::get).min(MOST_WORKERS)
        });
        let capacity = Capacity::reserve(workers, self.connections_per_worker);
        let draining = Draining::default();
        let cores = mounts.iter().map(|(_, mounted)| Arc::clone(&mounted.core));
        let requests = Requests::of(cores.clone(), self.unattended);
        let mut server = actix_server::Server::build()
            .workers(workers)
            .max_concurrent_connections(capacity.places)
            .shutdown_timeout(self.shutdown_timeout.as_secs())
            .disable_signals();
        let outside = Outside::of(mounts.iter().map(|(prefix, _)| &**prefix));
        let routes = Routes {
            mounts: mounts.clone(),
            #[cfg(feature = "swagger-ui")]
            page,
            health: self.health_path.map(|path| Health::new(&path, &draining)),
            ready: self
                .ready_path
                .map(|path| Ready::new(&path, self.ready, self.ready_timeout, &draining, cores)),
            own: self.own_routes,
            outside: outside.clone(),
        };
        let http = Http {
            routes: move |config: &mut ServiceConfig| routes.configure(config),
            places: capacity.places,
            keep_alive: self.keep_alive,
            times: Times {
                head: self.headers_timeout,
                answer: self.answer_timeout,
                body: mounts.first().map_or_else(
                    || Limits::default().body_time,
                    |(_, integration)| integration.core.limits.body_time,
                ),
            },
            draining: draining.clone(),
            requests: requests.clone(),
            stopping: server.graceful_shutdown_signal(),
            #[cfg(feature = "rustls")]
            tls: tls.as_ref().map(|tls| tls.config.clone()),
        };
        #[cfg(feature = "rustls")]
        let scheme = if tls.is_some() { "https" } else { "http" };
        #[cfg(not(feature = "rustls"))]
        let scheme = "http";
        let (addresses, places) = (sockets.addresses()?, places(&sockets, scheme)?);
        for listener in sockets.tcp {
            server = http.listen(server, listener)?;
        }
        #[cfg(unix)]
        for listener in sockets.uds {
            server = http.listen_uds(server, listener)?;
        }
        let sighup = Sighup::listen(
            self.signals,
            mounts.iter().map(|(_, mounted)| mounted.clone()).collect(),
            #[cfg(feature = "rustls")]
            tls.and_then(|tls| tls.reload),
        )?;
        let signal = if self.signals { signal()? } else { no_signal() };
        let (handle, commands, running) = channel();
        // Whoever reads the message may send a signal at once, so the signal handlers come first.
        announce(&mounts, &places, workers, capacity, self.quiet);
        Ok(BoundServer {
            server: server.run(),
            addresses,
            shutdown: Shutdown {
                draining,
                requests: requests.clone(),
                delay: self.shutdown_delay,
                timeout: self.shutdown_timeout,
            },
            signal,
            handle,
            commands,
            sighup,
            requests,
            outside,
            end: End {
                #[cfg(unix)]
                _files: sockets.files,
                _running: running,
            },
            #[cfg(feature = "verify")]
            mounts,
        })
    }
}

/// The signal handlers would panic outside of a runtime.
pub(super) fn in_a_runtime() -> io::Result<()> {
    tokio::runtime::Handle::try_current().map(drop).map_err(|_| {
        io::Error::other(
            "no runtime is running: call this inside `#[actix_web::main]`, `#[tokio::main]`, or \
             `actix_web::rt::System::new().block_on(…)`",
        )
    })
}
