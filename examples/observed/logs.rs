//! The log: one line of JSON for each event, with the fields of the request's span in `span`.

use std::io;

use tracing_subscriber::filter::{EnvFilter, LevelFilter};
use tracing_subscriber::layer::SubscriberExt as _;
use tracing_subscriber::util::SubscriberInitExt as _;
use tracing_subscriber::{Layer, Registry, fmt};

pub(crate) type Listener = Box<dyn Layer<Registry> + Send + Sync>;

/// Logs to standard error; `traces` sees the same events.
pub(crate) fn init(traces: Option<Listener>) {
    let json = fmt::layer()
        .json()
        .flatten_event(true)
        .with_span_list(false) // the innermost span is the request's
        .with_writer(io::stderr);
    let listeners: Vec<Listener> = traces.into_iter().chain([json.boxed()]).collect();
    let filter = EnvFilter::builder().with_default_directive(LevelFilter::INFO.into());
    tracing_subscriber::registry().with(listeners).with(filter.from_env_lossy()).init();

    // A panic's own message is not JSON, and may hold a customer's data.
    std::panic::set_hook(Box::new(|panic| {
        let place = panic.location().map(ToString::to_string);
        tracing::error!(target: "churnkey", place, "panic");
    }));
}
