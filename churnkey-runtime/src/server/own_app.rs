//! The way down of an app of the merchant's own, whose server is not ours.

use std::io;
use std::time::Duration;

use actix_web::rt::time::sleep;

use crate::http::limits::within;
use crate::integration::Integration;
use crate::server::bind::in_a_runtime;
use crate::server::shutdown::{Stop, signal};

impl Integration {
    /// For [`HttpServer::shutdown_signal`](actix_web::HttpServer::shutdown_signal) of an app of your own: ready at Ctrl-C,
    /// and `delay` after SIGTERM. Meanwhile [health](Self::health) and [ready](Self::ready) say 503 and each answer under
    /// `/churnkey` closes its connection, so that a balancer sends requests elsewhere; then actix closes its sockets.
    ///
    /// With it a restart loses no request, if `delay` is longer than the balancer takes to notice. Without it actix closes
    /// its sockets at once. For a way down that no signal begins there is [`drain`](Self::drain).
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
    /// Outside of a runtime, or when the system gives no signals.
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

    /// Waits for the actions of an app of your own that still run when its server has ended, at most so long, and gives how
    /// many it had to cut off then.
    ///
    /// actix ends a worker with its last connection, though an action may go on there whose client has left, or was told
    /// 504. So in an app of your own actions run on a thread beside each worker, and are not over when the server is:
    /// await this before `main` ends. Those that are cut off are logged as errors, and told to
    /// [observers](crate::Builder::observe); no action begins any more after that. A [`Server`](crate::Server) does all
    /// this by itself.
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
        let left = in_flight.acting();
        in_flight.cut();
        // A method that blocks its thread cannot be cut off.
        let _ = within(Duration::from_secs(1), self.actions_end()).await;
        left
    }

    async fn actions_end(&self) {
        let in_flight = &self.core.in_flight;
        if in_flight.acting() == 0 {
            return;
        }
        while in_flight.acting() > 0 {
            sleep(Duration::from_millis(20)).await;
        }
        sleep(Duration::from_millis(20)).await; // what is counted is given back before it is told
    }

    /// From now on [health](Self::health) and [ready](Self::ready) say 503, and each answer under `/churnkey` closes its
    /// connection: the way down of an app of your own has begun. It cannot be taken back.
    ///
    /// [`shutdown_signal`](Self::shutdown_signal) does it by itself.
    pub fn drain(&self) {
        self.core.draining.begin();
    }
}
