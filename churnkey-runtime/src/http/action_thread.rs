//! Threads for the actions of the merchant's own app.
//!
//! When it shuts down, actix ends a worker of `HttpServer` that has no connection, and drops what still runs on it, such
//! as an action whose client has left. An app cannot prevent that. So actions run on a thread beside each worker; it ends
//! when they have ended. Our own server keeps its workers until then.

use std::cell::OnceCell;
use std::thread;

use actix_web::rt::Runtime;
use futures_util::future::LocalBoxFuture;
use tokio::sync::mpsc::{UnboundedReceiver, UnboundedSender, unbounded_channel};
use tokio::task::JoinSet;

/// Begins an action, on the thread where it will run.
pub(crate) type Job = Box<dyn FnOnce() -> LocalBoxFuture<'static, ()> + Send>;

/// The thread beside a worker. It takes no more actions once the worker has ended and dropped this.
#[derive(Clone)]
pub(crate) struct ActionThread(UnboundedSender<Job>);

thread_local! {
    static OF_THIS_WORKER: OnceCell<Option<ActionThread>> = const { OnceCell::new() };
}

impl ActionThread {
    /// The thread beside this worker. `None` on a thread that actix does not end, such as a test's: there an action can
    /// run where it is.
    pub(crate) fn of_this_worker() -> Option<Self> {
        let start = || if is_actix_worker() { Self::start() } else { None };
        OF_THIS_WORKER.try_with(|thread| thread.get_or_init(start).clone()).ok().flatten()
    }

    fn start() -> Option<Self> {
        let (sender, jobs) = unbounded_channel();
        let run = move || match Runtime::new() {
            Ok(runtime) => runtime.block_on(run(jobs)),
            Err(error) => report_failure(&error),
        };
        match thread::Builder::new().name("churnkey-actions".to_owned()).spawn(run) {
            Ok(_) => Some(Self(sender)),
            Err(error) => {
                report_failure(&error);
                None
            }
        }
    }

    /// Returns the job if the thread has ended.
    pub(crate) fn send(&self, job: Job) -> Result<(), Job> {
        self.0.send(job).map_err(|unsent| unsent.0)
    }
}

async fn run(mut jobs: UnboundedReceiver<Job>) {
    let mut running = JoinSet::new();
    while let Some(job) = jobs.recv().await {
        running.spawn_local(job());
        while running.try_join_next().is_some() {}
    }
    while running.try_join_next().is_some() {}
    if !running.is_empty() {
        tracing::warn!(
            target: "churnkey",
            actions = running.len(),
            "a worker of this app has ended while actions still run: `Integration::finish` waits for them"
        );
    }
    while running.join_next().await.is_some() {}
}

fn report_failure(error: &std::io::Error) {
    tracing::error!(
        target: "churnkey",
        cause = %error,
        "cannot start a thread for actions: an action whose client has left is cut off when its worker ends"
    );
}

/// By the thread's name, since nothing else identifies a worker. If actix changed the name, actions would run on the worker
/// and end with it.
fn is_actix_worker() -> bool {
    let thread = thread::current();
    thread.name().is_some_and(|name| {
        name.starts_with("actix-rt|") || name.starts_with("actix-server worker")
    })
}
