//! A server of the integration's own: `serve(context)` and what lies under it.

use std::io::{self, Write as _};
use std::net::SocketAddr;
use std::pin::Pin;
use std::time::Duration;

use actix_web::{App, HttpResponse, HttpServer, Resource, rt, web};

use crate::controllers::{Customers, Prices, Subscriptions};
use crate::error::{Error, Result};
use crate::http::encoding;
use crate::integration::Integration;
use crate::start_error::StartError;

const ADDRESS_VARIABLE: &str = "CK_ADDR";
const DEFAULT_ADDRESS: &str = "127.0.0.1:8080";

/// Serves the whole integration until SIGTERM or Ctrl-C.
///
/// The token comes from the environment variable `CK_INTEGRATION_TOKEN`, the address from `CK_ADDR`
/// (`127.0.0.1:8080` by default). `GET /healthz` answers without a token. For other settings take
/// [`Integration::builder`] and [`Integration::server`]. With the feature `verify`, `CK_VERIFY_URL` and its like ask
/// Churnkey to verify when the manifest has changed (`Builder::verify_on_start`).
///
/// ```no_run
/// # mod merchant { include!(concat!(env!("CARGO_MANIFEST_DIR"), "/doc/billing.rs")); }
/// # use {churnkey_runtime::prelude::*, merchant::Billing};
/// #[actix_web::main]
/// async fn main() -> std::io::Result<()> {
///     churnkey_runtime::serve(Billing).await
/// }
/// ```
///
/// # Errors
/// A [`StartError`] in an [`io::Error`] (no token, a required module that is not linked, …), or an address that
/// cannot be bound.
// Boxed, because rustc would repeat a missing controller for an `impl Future` that mentions the context.
pub fn serve<C: Customers + Prices + Subscriptions>(
    context: C,
) -> Pin<Box<dyn Future<Output = io::Result<()>>>> {
    Box::pin(async {
        let builder = Integration::builder(context).token_from_env();
        #[cfg(feature = "verify")]
        let builder = builder.verify_on_start(crate::reverify::VerifyCall::from_env()?);
        builder.build()?.server().run().await
    })
}

/// A server for one [`Integration`]; made by [`Integration::server`].
#[derive(Debug, Clone)]
#[must_use = "nothing is served before `run`"]
pub struct Server {
    integration: Integration,
    address: Option<String>,
    health_path: Option<String>,
    workers: Option<usize>,
    shutdown_timeout: Duration,
    quiet: bool,
}

impl Server {
    pub(crate) fn new(integration: Integration) -> Self {
        Self {
            integration,
            address: None,
            health_path: Some("/healthz".to_owned()),
            workers: None,
            shutdown_timeout: Duration::from_secs(30),
            quiet: false,
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

    /// How long requests in flight may go on after SIGTERM or Ctrl-C: 30 seconds by default.
    pub fn shutdown_timeout(mut self, timeout: Duration) -> Self {
        self.shutdown_timeout = timeout;
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
        let (integration, health_path) = (self.integration.clone(), self.health_path);
        let mut server = HttpServer::new(move || {
            App::new().configure(|config| {
                integration.configure(config);
                if let Some(path) = &health_path {
                    config.service(health(path));
                }
                config.default_service(web::to(nothing_here));
            })
        })
        .shutdown_timeout(self.shutdown_timeout.as_secs())
        .shutdown_signal(asked_to_stop()?);
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
        if self.workers == Some(0) {
            return Err(StartError::Setting {
                setting: "workers",
                problem: "must be above 0".to_owned(),
            });
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
        self.server.await
    }
}

fn health(path: &str) -> Resource {
    let healthy = || async { HttpResponse::Ok().json(serde_json::json!({ "status": "ok" })) };
    web::resource(path)
        .route(web::get().to(healthy))
        .route(web::head().to(healthy))
        .default_service(web::to(async || {
            encoding::plain_error(&Error::method_not_allowed("GET, HEAD"))
        }))
}

async fn nothing_here() -> HttpResponse {
    encoding::plain_error(&Error::not_found(
        "there is nothing here; the integration is under /churnkey",
    ))
}

/// SIGTERM, or Ctrl-C. The handlers are installed now, so that a signal before the first request counts too.
fn asked_to_stop() -> io::Result<impl Future<Output = ()> + Send + 'static> {
    #[cfg(unix)]
    let mut terminate = rt::signal::unix::signal(rt::signal::unix::SignalKind::terminate())?;
    #[cfg(unix)]
    let mut interrupt = rt::signal::unix::signal(rt::signal::unix::SignalKind::interrupt())?;
    Ok(async move {
        #[cfg(unix)]
        futures_util::future::select(Box::pin(terminate.recv()), Box::pin(interrupt.recv())).await;
        #[cfg(not(unix))]
        if rt::signal::ctrl_c().await.is_err() {
            std::future::pending::<()>().await; // no signal can be had: only a kill stops this process
        }
        tracing::info!("asked to stop; requests in flight finish first");
    })
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
        tracing::info!(%address, "serving");
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
