//! The way down: SIGTERM, `/healthz` says 503, a while later the listener is closed, and what is in flight finishes.

use std::io;
use std::sync::Arc;
use std::sync::atomic::Ordering;
use std::time::Duration;

use actix_web::rt;
use actix_web::rt::time::{Instant, sleep};

use crate::http::service::Core;

pub(crate) struct Shutdown {
    pub(crate) core: Arc<Core>,
    pub(crate) delay: Duration,
    pub(crate) timeout: Duration,
}

impl Shutdown {
    /// Ends when the server is to be stopped. The signals' handlers are installed now, so that one before the first
    /// request counts too.
    pub(crate) fn signal(self) -> io::Result<impl Future<Output = ()> + Send + 'static> {
        let asked = asked_to_stop()?;
        Ok(async move {
            let asked = asked.await;
            self.core.draining.store(true, Ordering::Relaxed);
            tracing::info!(target: "churnkey", "asked to stop; requests in flight finish first");
            if matches!(asked, Asked::Terminate) {
                sleep(self.delay).await; // who watches `/healthz` sends requests elsewhere meanwhile
            }
            self.unattended().await;
        })
    }

    /// Waits for the actions that go on without a client. For those that have one the server waits by itself, since it
    /// waits for connections.
    async fn unattended(&self) {
        let until = Instant::now() + self.timeout;
        while self.core.in_flight.unattended() > 0 && Instant::now() < until {
            sleep(Duration::from_millis(20)).await;
        }
    }
}

enum Asked {
    /// SIGTERM: by an orchestrator, with a balancer in front.
    Terminate,
    /// Ctrl-C: by a person, who does not want to wait.
    Interrupt,
}

#[cfg(unix)]
fn asked_to_stop() -> io::Result<impl Future<Output = Asked> + Send + 'static> {
    use futures_util::future::{Either, select};
    use rt::signal::unix::{SignalKind, signal};

    let mut terminate = signal(SignalKind::terminate())?;
    let mut interrupt = signal(SignalKind::interrupt())?;
    Ok(async move {
        match select(Box::pin(terminate.recv()), Box::pin(interrupt.recv())).await {
            Either::Left(_) => Asked::Terminate,
            Either::Right(_) => Asked::Interrupt,
        }
    })
}

#[cfg(not(unix))]
fn asked_to_stop() -> io::Result<impl Future<Output = Asked> + Send + 'static> {
    Ok(async {
        if rt::signal::ctrl_c().await.is_err() {
            std::future::pending::<()>().await; // no signal can be had: only a kill stops this process
        }
        Asked::Interrupt
    })
}
