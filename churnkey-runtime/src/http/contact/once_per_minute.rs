//! For what happens at most once a minute.

use std::sync::LazyLock;
use std::sync::atomic::{AtomicU64, Ordering};
use std::time::{Duration, Instant};

pub(super) const MINUTE: Duration = Duration::from_mins(1);

static BEGUN: LazyLock<Instant> = LazyLock::new(Instant::now);

/// When the last minute began: milliseconds since the first use in this process, plus one; 0 for never.
#[derive(Default)]
pub(super) struct OncePerMinute(AtomicU64);

impl OncePerMinute {
    /// Begins a minute if the last one is over; `true` for only one of several threads that call this at once.
    pub(super) fn begin(&self) -> bool {
        let now = u64::try_from(BEGUN.elapsed().as_millis()).unwrap_or(u64::MAX - 1) + 1;
        let minute = u64::try_from(MINUTE.as_millis()).unwrap_or(u64::MAX);
        let over = |last: u64| (last == 0 || now.saturating_sub(last) >= minute).then_some(now);
        self.0.fetch_update(Ordering::Relaxed, Ordering::Relaxed, over).is_ok()
    }
}
