//! How many actions may begin in a minute, so that a stolen token or a runaway job cannot cancel everything at once.

use std::collections::VecDeque;
use std::sync::{Mutex, PoisonError};
use std::time::{Duration, Instant};

use crate::error::{Error, Result};
use crate::module::mode::Mode;

const MINUTE: Duration = Duration::from_mins(1);

/// Counts each mode separately, and exactly: no span of a minute has more actions. A token bucket would let twice as many
/// through in its first minute.
pub(crate) struct ActionRate {
    #[cfg_attr(not(feature = "metrics"), expect(dead_code, reason = "only metrics use it"))]
    integration: &'static str,
    limit: usize,
    live: Mutex<Window>,
    test: Mutex<Window>,
}

#[derive(Default)]
struct Window {
    /// When each action of the last minute began, the oldest first.
    begun: VecDeque<Instant>,
    last_refused: Option<Instant>,
}

#[derive(Debug, PartialEq, Eq)]
enum Admission {
    Admitted,
    Refused {
        /// Until the next one can begin.
        wait: Duration,
        /// No other was refused in the minute before.
        first: bool,
    },
}

impl ActionRate {
    pub(crate) fn new(integration: &'static str, per_minute: u32) -> Self {
        let limit = usize::try_from(per_minute).unwrap_or(usize::MAX);
        Self { integration, limit, live: Mutex::default(), test: Mutex::default() }
    }

    /// 429 if the last minute already has as many as it may.
    pub(crate) fn admit(&self, mode: Mode) -> Result<()> {
        let window = match mode {
            Mode::Live => &self.live,
            Mode::Test => &self.test,
        };
        let admission = {
            let mut window = window.lock().unwrap_or_else(PoisonError::into_inner);
            window.admit(self.limit, Instant::now())
        };
        let Admission::Refused { wait, first } = admission else { return Ok(()) };
        if first {
            tracing::error!(
                target: "churnkey",
                limit = self.limit,
                mode = mode.as_str(),
                "more actions than `actions_per_minute` allows: the rest are refused"
            );
        }
        #[cfg(feature = "metrics")]
        super::metrics::over_rate(self.integration, mode.as_str());
        let seconds = u32::try_from(wait.as_secs()).unwrap_or(u32::MAX).saturating_add(1);
        Err(Error::new(429, "too many actions in the last minute").retry_after(seconds))
    }
}

impl Window {
    fn admit(&mut self, limit: usize, now: Instant) -> Admission {
        let in_the_last_minute = |then: &Instant| now.saturating_duration_since(*then) < MINUTE;
        while self.begun.front().is_some_and(|oldest| !in_the_last_minute(oldest)) {
            self.begun.pop_front();
        }
        if self.begun.len() < limit {
            self.begun.push_back(now);
            return Admission::Admitted;
        }
        let first = !self.last_refused.is_some_and(|refused| in_the_last_minute(&refused));
        self.last_refused = Some(now);
        let oldest = self.begun.front().copied().unwrap_or(now);
        let wait = MINUTE.saturating_sub(now.saturating_duration_since(oldest));
        Admission::Refused { wait, first }
    }
}

#[cfg(test)]
#[path = "../tests/action_rate.rs"]
mod tests;
