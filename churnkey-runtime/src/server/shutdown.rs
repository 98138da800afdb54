//! The way down: SIGTERM, the health path says 503, a while later the listeners are closed, and what is in flight
//! finishes.

use std::io;
use std::pin::pin;
use std::sync::Arc;
use std::time::Duration;

use actix_web::rt;
use actix_web::rt::time::{sleep, timeout};
use futures_util::FutureExt as _;
use futures_util::future::{BoxFuture, Either, pending, select};

use crate::http::draining::Draining;
use crate::http::service::Core;
use crate::server::handle::Asked;

pub(crate) struct Shutdown {
    pub(crate) draining: Draining,
    pub(crate) requests: Requests,
    pub(crate) delay: Duration,
    pub(crate) timeout: Duration,
}

impl Shutdown {
    /// Ready when the listeners are to be closed.
    pub(crate) async fn begun_by(self, signal: Signal, asked: Asked) {
        let stop = match select(signal, pin!(asked.gracefully())).await {
            Either::Left((stop, _)) => stop,
            Either::Right(((), _)) => Stop::Terminate,
        };
        self.draining.begin();
        tracing::info!(target: "churnkey", "asked to stop; requests in flight finish first");
        if matches!(stop, Stop::Terminate) {
            sleep(self.delay).await; // who watches `/healthz` sends requests elsewhere meanwhile
        }
        // Those that are left alone from now on keep their workers by themselves: see `Http::watched`.
        let _ = timeout(self.timeout, self.requests.unattended_end()).await;
    }
}

/// Those of all integrations of a server.
#[derive(Clone, Default)]
pub(crate) struct Requests(Arc<[Arc<Core>]>);

impl Requests {
    pub(crate) fn of(cores: impl IntoIterator<Item = Arc<Core>>) -> Self {
        Self(cores.into_iter().collect())
    }

    /// Ready when no action goes on without a client. For those that have one the server waits by itself, since it waits
    /// for connections.
    pub(crate) async fn unattended_end(&self) {
        while self.0.iter().any(|core| core.in_flight.unattended() > 0) {
            sleep(Duration::from_millis(20)).await;
        }
    }

    /// Ready when what a worker cut off at its end is told, which it does a moment later and on its own thread.
    pub(crate) async fn all_told(&self) {
        let is_idle = || self.0.iter().all(|core| core.in_flight.is_idle());
        let told = async {
            while !is_idle() {
                sleep(Duration::from_millis(10)).await;
            }
            sleep(Duration::from_millis(10)).await; // what is counted is given back before it is told
        };
        if !is_idle() {
            let _ = timeout(Duration::from_secs(1), told).await;
        }
    }
}

/// Why a server stops by itself.
pub(crate) enum Stop {
    /// SIGTERM: by an orchestrator, with a balancer in front.
    Terminate,
    /// Ctrl-C: by a person, who does not want to wait.
    Interrupt,
}

pub(crate) type Signal = BoxFuture<'static, Stop>;

/// Never, for a server that hears no signals.
pub(crate) fn no_signal() -> Signal {
    pending().boxed()
}

/// The handlers are installed now, so that a signal before the first request counts too.
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
            pending::<()>().await; // no signal can be had: only a kill stops this process
        }
        Stop::Interrupt
    }
    .boxed())
}
