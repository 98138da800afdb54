//! The shutdown of the merchant's own app, whose server is not ours.

use std::io;
use std::time::Duration;

use actix_web::rt::time::sleep;

use crate::http::limits::within;
use crate::integration::Integration;
use crate::server::bind::in_a_runtime;
use crate::server::shutdown::{Stop, signal};

impl Integration {
    /// For [`HttpServer::shutdown_signal`](actix_web::HttpServer::shutdown_signal) of your own app: ready at Ctrl-C,
    /// and `delay` after SIGTERM. Meanwhile [health](Self::health) and [ready](Self::ready) answer 503, and each answer
    /// under `/churnkey` closes its connection, so that a balancer sends requests elsewhere. Then actix closes its
    /// sockets.
    ///
    /// If `delay` is longer than the balancer takes to notice, a restart loses no request. Without this, actix closes
    /// its sockets at once. For a shutdown that does not begin with a signal, use [`drain`](Self::drain).
    ///
    /// ```no_run
    /// # extern crate churnkey_runtime as churnkey;
    /// # mod merchant { include!(concat!(env!("CARGO_MANIFEST_DIR"), "/doc/billing.rs")); }
    /// # use {churnkey::prelude::*, merchant::Billing};
    /// use std::time::Duration;
    ///
    /// use churnkey::Integration;
    /// use churnkey::actix_web::{App, HttpServer};
    ///
    /// # #[actix_web::main]
    /// # async fn main() -> std::io::Result<()> {
    /// let integration = Integration::builder(Billing).from_env().build()?;
    /// let stop = integration.shutdown_signal(Duration::from_secs(5))?;
    /// HttpServer::new(move || {
    ///     App::new()
    ///         .configure(|config| integration.configure(config))
    ///         .service(integration.health())
    /// })
    /// .shutdown_signal(stop)
    /// .bind("127.0.0.1:8080")?
    /// .run()
    /// .await
    /// # }
    /// ```
    ///
    /// # Errors
    /// A call outside of a runtime, or a system that provides no signals.
    pub fn shutdown_signal(
        &self,
        delay: Duration,
    ) -> io::Result<impl Future<Output = ()> + Send + use<>> {
        in_a_runtime()?;
        let (signal, draining) = (signal()?, self.core.draining.clone());
        Ok(async move {
            let stop = signal.await;
            draining.begin();
            tracing::info!(target: "churnkey", "asked to stop; requests in flight finish first");
            if matches!(stop, Stop::Terminate) {
                sleep(delay).await;
            }
        })
    }

    /// Waits up to `timeout` for the actions of your own app that still run after its server has ended, then cuts off
    /// the rest and returns how many it cut off.
    ///
    /// actix ends a worker with its last connection, although an action may still run whose client has left or got a
    /// 504. So in your own app, actions run on a thread beside each worker and may outlive the server: await this
    /// before `main` ends. Actions that are cut off are logged as errors and reported to
    /// [observers](crate::Builder::observe); no action begins after that. A [`Server`](crate::Server) does all this by
    /// itself.
    ///
    /// ```no_run
    /// # extern crate churnkey_runtime as churnkey;
    /// # mod merchant { include!(concat!(env!("CARGO_MANIFEST_DIR"), "/doc/billing.rs")); }
    /// # use {churnkey::prelude::*, merchant::Billing};
    /// use std::time::Duration;
    ///
    /// use churnkey::Integration;
    /// use churnkey::actix_web::{App, HttpServer};
    ///
    /// # #[actix_web::main]
    /// # async fn main() -> std::io::Result<()> {
    /// let integration = Integration::builder(Billing).from_env().build()?;
    /// let mounted = integration.clone();
    /// HttpServer::new(move || App::new().configure(|config| mounted.configure(config)))
    ///     .bind("127.0.0.1:8080")?
    ///     .run()
    ///     .await?;
    /// integration.finish(Duration::from_secs(20)).await;
    /// # Ok(())
    /// # }
    /// ```
    pub async fn finish(&self, timeout: Duration) -> usize {
        let in_flight = &self.core.in_flight;
        if within(timeout, self.actions_end()).await.is_some() {
            return 0;
        }
        let left = in_flight.running_actions();
        in_flight.cut();
        // A method that blocks its thread cannot be cut off.
        let _ = within(Duration::from_secs(1), self.actions_end()).await;
        left
    }

    async fn actions_end(&self) {
        let in_flight = &self.core.in_flight;
        if in_flight.running_actions() == 0 {
            return;
        }
        while in_flight.running_actions() > 0 {
            sleep(Duration::from_millis(20)).await;
        }
        sleep(Duration::from_millis(20)).await; // an action leaves the count just before it is reported
    }

    /// Begins the shutdown of your own app: [health](Self::health) and [ready](Self::ready) answer 503 from now on, and
    /// each answer under `/churnkey` closes its connection. It cannot be undone.
    ///
    /// [`shutdown_signal`](Self::shutdown_signal) calls it for you.
    pub fn drain(&self) {
        self.core.draining.begin();
    }
}
