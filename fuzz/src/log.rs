//! Captures the log at every level, that of the crates below included.

use std::io::{self, Write};
use std::sync::{Mutex, Once, PoisonError};

use tracing_subscriber::field::MakeExt as _;
use tracing_subscriber::filter::LevelFilter;
use tracing_subscriber::fmt::format::debug_fn;

static LINES: Mutex<Vec<u8>> = Mutex::new(Vec::new());

struct Lines;

impl Write for Lines {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        LINES.lock().unwrap_or_else(PoisonError::into_inner).extend_from_slice(bytes);
        Ok(bytes.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

/// Fields that are not captured: the ids may be the client's own text (SECURITY.md, "What is logged"), and the time is
/// different each time.
const OMITTED: [&str; 3] = ["request_id", "trace_id", "elapsed_us"];

/// What was logged since the last call. The first call installs the subscriber.
///
/// # Panics
/// When the log is not UTF-8.
#[must_use]
pub fn take() -> String {
    static ONCE: Once = Once::new();
    ONCE.call_once(|| {
        let fields = debug_fn(|writer, field, value| match field.name() {
            "message" => write!(writer, "{value:?}"),
            name if OMITTED.contains(&name) => Ok(()),
            name => write!(writer, "{name}={value:?}"),
        });
        tracing_subscriber::fmt()
            .with_max_level(LevelFilter::TRACE)
            .without_time()
            .fmt_fields(fields.delimited(" "))
            .with_writer(|| Lines)
            .init();
    });
    let lines = std::mem::take(&mut *LINES.lock().unwrap_or_else(PoisonError::into_inner));
    String::from_utf8(lines).expect("the log is UTF-8")
}
