//! A server is stopped from outside.

use std::sync::Arc;

use tokio::sync::watch;

/// Stops a server from outside; made by [`BoundServer::handle`](crate::BoundServer::handle). It is cheap to clone, and can
/// be sent to another thread or kept in a static.
///
/// ```no_run
/// # extern crate churnkey_runtime as churnkey;
/// # mod merchant { include!(concat!(env!("CARGO_MANIFEST_DIR"), "/doc/billing.rs")); }
/// # use {churnkey::prelude::*, merchant::Billing};
/// use churnkey::Integration;
///
/// # #[actix_web::main]
/// # async fn main() -> std::io::Result<()> {
/// let integration = Integration::builder(Billing).from_env().build()?;
/// let server = integration.server().disable_signals().bind()?;
/// let handle = server.handle();
/// let serving = actix_web::rt::spawn(server.run());
/// // … later, from wherever
/// handle.stop(true).await;
/// serving.await?
/// # }
/// ```
#[derive(Debug, Clone)]
pub struct ServerHandle {
    wish: Arc<watch::Sender<Wish>>,
    served: watch::Receiver<()>,
}

/// What was asked for; the greatest counts.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Wish {
    Serve,
    Drain,
    Close,
}

impl ServerHandle {
    /// Stops the server: gracefully with all that SIGTERM does, the [delay](crate::Server::shutdown_delay) and the
    /// [time](crate::Server::shutdown_timeout) for what is in flight included; or at once, so that open connections are
    /// closed and actions are cut off, which the log says. It is asked for by the call; the future is ready when the
    /// server has stopped, and need not be awaited.
    ///
    /// Asked twice, the more urgent counts. A server that does not [`run`](crate::BoundServer::run) yet stops as soon as it
    /// does. When it has stopped, this does nothing.
    #[allow(clippy::must_use_candidate, reason = "it is done by the call")]
    pub fn stop(&self, graceful: bool) -> impl Future<Output = ()> + Send + use<> {
        let wish = if graceful { Wish::Drain } else { Wish::Close };
        self.wish.send_if_modified(|asked| {
            let more_urgent = *asked < wish;
            *asked = wish.max(*asked);
            more_urgent
        });
        let mut served = self.served.clone();
        async move {
            // It is never sent, but dropped.
            while served.changed().await.is_ok() {}
        }
    }
}

/// The other end, which the server has.
#[derive(Debug, Clone)]
pub(crate) struct Asked(watch::Receiver<Wish>);

impl Asked {
    pub(crate) async fn gracefully(mut self) {
        self.at_least(Wish::Drain).await;
    }

    pub(crate) async fn at_once(mut self) {
        self.at_least(Wish::Close).await;
    }

    async fn at_least(&mut self, wish: Wish) {
        if self.0.wait_for(|asked| *asked >= wish).await.is_err() {
            std::future::pending::<()>().await; // no handle is left to ask
        }
    }
}

/// Dropped, it says that the server has stopped.
pub(crate) struct Served {
    _sender: watch::Sender<()>,
}

pub(crate) fn handle() -> (ServerHandle, Asked, Served) {
    let (wish, asked) = watch::channel(Wish::Serve);
    let (served, ended) = watch::channel(());
    let handle = ServerHandle { wish: Arc::new(wish), served: ended };
    (handle, Asked(asked), Served { _sender: served })
}
