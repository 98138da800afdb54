//! A graceful shutdown: after SIGTERM the health path answers 503, a little later the listeners close, and requests in
//! flight finish.

use std::io;
use std::pin::pin;
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::Duration;

use actix_web::rt;
use actix_web::rt::time::{sleep, timeout};
use futures_util::FutureExt as _;
use futures_util::future::{BoxFuture, Either, pending, select};

use crate::http::draining::Draining;
use crate::http::service::Core;
use crate::server::handle::Commands;

pub(crate) struct Shutdown {
    pub(crate) draining: Draining,
    pub(crate) requests: Requests,
    pub(crate) delay: Duration,
    pub(crate) timeout: Duration,
}

impl Shutdown {
    /// Ready when the listeners should close.
    pub(crate) async fn begin(self, signal: Signal, commands: Commands) {
        let stop = match select(signal, pin!(commands.drain())).await {
            Either::Left((stop, _)) => stop,
            Either::Right(((), _)) => Stop::Terminate,
        };
        self.draining.begin();
        tracing::info!(target: "churnkey", "asked to stop; requests in flight finish first");
        if matches!(stop, Stop::Terminate) {
            sleep(self.delay).await; // a balancer that checks `/healthz` sends requests elsewhere
        }
        // Actions that lose their client from now on keep their workers alive: see `Http::watched`.
        let _ = timeout(self.timeout, self.requests.unattended_end()).await;
    }
}

/// The requests of a server.
#[derive(Clone, Default)]
pub(crate) struct Requests {
    /// Of each integration.
    cores: Arc<[Arc<Core>]>,
    /// How many requests of own routes go on without their client.
    unattended: Arc<AtomicUsize>,
}

impl Requests {
    pub(crate) fn of(
        cores: impl IntoIterator<Item = Arc<Core>>,
        unattended: Arc<AtomicUsize>,
    ) -> Self {
        Self { cores: cores.into_iter().collect(), unattended }
    }

    /// Ready when no action or other request runs without a client. The server itself waits for the others, since it
    /// waits for connections.
    pub(crate) async fn unattended_end(&self) {
        let is_any = |core: &Arc<Core>| core.in_flight.unattended() > 0;
        while self.unattended.load(Ordering::Relaxed) > 0 || self.cores.iter().any(is_any) {
            sleep(Duration::from_millis(20)).await;
        }
    }

    /// Ready when the requests that a worker cut off at its end are reported. Each is reported a moment later, on its
    /// own thread.
    pub(crate) async fn all_reported(&self) {
        let is_reported = |core: &Arc<Core>| {
            let are_all_notified = core.observers.as_ref().is_none_or(|it| it.are_all_notified());
            are_all_notified && core.in_flight.is_idle()
        };
        let are_all = || self.cores.iter().all(is_reported);
        let reported = async {
            while !are_all() {
                sleep(Duration::from_millis(10)).await;
            }
            sleep(Duration::from_millis(10)).await; // a read leaves the count just before it is logged
        };
        if !are_all() {
            let _ = timeout(Duration::from_secs(1), reported).await;
        }
    }
}

/// What made a server stop.
pub(crate) enum Stop {
    /// SIGTERM, from an orchestrator with a balancer in front.
    Terminate,
    /// Ctrl-C, from a person who does not want to wait.
    Interrupt,
}

/// Ready when a signal asks the server to stop.
pub(crate) type Signal = BoxFuture<'static, Stop>;

/// Never ready, for a server that ignores signals.
pub(crate) fn no_signal() -> Signal {
    pending().boxed()
}

/// Installs the handlers now, so that a signal before the first request counts too.
#[cfg(unix)]
pub(crate) fn signal() -> io::Result<Signal> {
    use rt::signal::unix::{SignalKind, signal};

    let mut terminate = signal(SignalKind::terminate())?;
    let mut interrupt = signal(SignalKind::interrupt())?;
    Ok(async move {
        match select(pin!(terminate.recv()), pin!(interrupt.recv())).await {
            Either::Left(_) => Stop::Terminate,
            Either::Right(_) => Stop::Interrupt,
        }
    }
    .boxed())
}

#[cfg(not(unix))]
pub(crate) fn signal() -> io::Result<Signal> {
    Ok(async {
        if rt::signal::ctrl_c().await.is_err() {
            pending::<()>().await; // without signals, only killing the process stops it
        }
        Stop::Interrupt
    }
    .boxed())
}
