//! Threads for the actions of an app of the merchant's own.
//!
//! actix ends a worker of `HttpServer` as soon as it has no connection, and drops what still runs on its thread: an action
//! whose client has gone, too. Nothing in an app can hold the worker. So actions run on a thread beside each worker, which
//! ends when they have. A server of ours keeps its workers by itself.

use std::cell::OnceCell;
use std::thread;

use actix_web::rt::Runtime;
use futures_util::future::LocalBoxFuture;
use tokio::sync::mpsc::{UnboundedReceiver, UnboundedSender, unbounded_channel};
use tokio::task::JoinSet;

/// Begins an action, on the thread where it is to run.
pub(crate) type Job = Box<dyn FnOnce() -> LocalBoxFuture<'static, ()> + Send>;

/// The thread beside a worker; it takes no more when the worker has ended and dropped this.
#[derive(Clone)]
pub(crate) struct Runner(UnboundedSender<Job>);

thread_local! {
    static BESIDE: OnceCell<Option<Runner>> = const { OnceCell::new() };
}

impl Runner {
    /// That of this thread, if actix may end it; elsewhere, such as in a test, an action can run where it is.
    pub(crate) fn of_this_worker() -> Option<Self> {
        let start = || if is_a_worker_of_actix() { Self::start() } else { None };
        BESIDE.try_with(|runner| runner.get_or_init(start).clone()).ok().flatten()
    }

    fn start() -> Option<Self> {
        let (jobs, taken) = unbounded_channel();
        let run = move || match Runtime::new() {
            Ok(runtime) => runtime.block_on(run(taken)),
            Err(error) => no_thread(&error),
        };
        match thread::Builder::new().name("churnkey-actions".to_owned()).spawn(run) {
            Ok(_) => Some(Self(jobs)),
            Err(error) => {
                no_thread(&error);
                None
            }
        }
    }

    /// Gives the job back where the thread is not there any more.
    pub(crate) fn take(&self, job: Job) -> Result<(), Job> {
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
            "a worker of this app has ended, and actions go on: `Integration::finish` waits for them"
        );
    }
    while running.join_next().await.is_some() {}
}

fn no_thread(error: &std::io::Error) {
    tracing::error!(
        target: "churnkey",
        cause = %error,
        "actions have no thread of their own: one whose client has gone is cut off when its worker ends"
    );
}

/// By the names that actix gives to such threads; there is nothing else to tell them by. Under another name an action would
/// run on the worker, and end with it.
fn is_a_worker_of_actix() -> bool {
    let thread = thread::current();
    thread.name().is_some_and(|name| {
        name.starts_with("actix-rt|") || name.starts_with("actix-server worker")
    })
}
