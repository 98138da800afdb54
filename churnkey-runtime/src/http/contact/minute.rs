//! At most once a minute.

use std::sync::LazyLock;
use std::sync::atomic::{AtomicU64, Ordering};
use std::time::{Duration, Instant};

pub(super) const MINUTE: Duration = Duration::from_mins(1);

static BEGUN: LazyLock<Instant> = LazyLock::new(Instant::now);

/// When it was last done, in milliseconds of the process, counted from one; 0 when it never was.
#[derive(Default)]
pub(super) struct Minute(AtomicU64);

impl Minute {
    /// Whether it may be done now; then a minute begins. Of several that ask at once, one is told so.
    pub(super) fn is_over(&self) -> bool {
        let now = u64::try_from(BEGUN.elapsed().as_millis()).unwrap_or(u64::MAX - 1) + 1;
        let minute = u64::try_from(MINUTE.as_millis()).unwrap_or(u64::MAX);
        let over = |last: u64| (last == 0 || now.saturating_sub(last) >= minute).then_some(now);
        self.0.fetch_update(Ordering::Relaxed, Ordering::Relaxed, over).is_ok()
    }
}
