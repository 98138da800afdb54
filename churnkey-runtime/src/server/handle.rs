//! Stops a server from outside.

use std::sync::Arc;

use tokio::sync::watch;

/// Stops a server from outside; made by [`BoundServer::handle`](crate::BoundServer::handle). It is cheap to clone, and
/// can be sent to another thread or kept in a static.
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
    command: Arc<watch::Sender<Command>>,
    running: watch::Receiver<()>,
}

/// What the handles have asked for; the greatest wins.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Command {
    Serve,
    Drain,
    Close,
}

impl ServerHandle {
    /// Stops the server. A graceful stop does what SIGTERM does, with the [delay](crate::Server::shutdown_delay) and
    /// the [time](crate::Server::shutdown_timeout) for requests in flight. Otherwise the server closes open connections
    /// at once and cuts off actions, which it logs. The call alone is enough: the future is ready once the server has
    /// stopped, and need not be awaited.
    ///
    /// Of two calls, the more urgent one wins. A server that does not [`run`](crate::BoundServer::run) yet stops as
    /// soon as it does. Once it has stopped, this does nothing.
    #[allow(clippy::must_use_candidate, reason = "the call itself stops the server")]
    pub fn stop(&self, graceful: bool) -> impl Future<Output = ()> + Send + use<> {
        let command = if graceful { Command::Drain } else { Command::Close };
        self.command.send_if_modified(|current| {
            let more_urgent = *current < command;
            *current = command.max(*current);
            more_urgent
        });
        let mut running = self.running.clone();
        async move {
            // Nothing is ever sent; the sender is dropped.
            while running.changed().await.is_ok() {}
        }
    }
}

/// The server's end of the channel.
#[derive(Debug, Clone)]
pub(crate) struct Commands(watch::Receiver<Command>);

impl Commands {
    pub(crate) async fn drain(mut self) {
        self.at_least(Command::Drain).await;
    }

    pub(crate) async fn close(mut self) {
        self.at_least(Command::Close).await;
    }

    async fn at_least(&mut self, command: Command) {
        if self.0.wait_for(|current| *current >= command).await.is_err() {
            std::future::pending::<()>().await; // every handle is gone
        }
    }
}

/// Held while the server runs; dropping it reports that the server has stopped.
pub(crate) struct Running {
    _sender: watch::Sender<()>,
}

pub(crate) fn channel() -> (ServerHandle, Commands, Running) {
    let (command, commands) = watch::channel(Command::Serve);
    let (running, stopped) = watch::channel(());
    let handle = ServerHandle { command: Arc::new(command), running: stopped };
    (handle, Commands(commands), Running { _sender: running })
}
