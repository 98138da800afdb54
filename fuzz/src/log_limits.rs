//! How often something may be logged (docs/first-contact.md, "What the log says").

use std::collections::{HashSet, VecDeque};
use std::time::{Duration, Instant};

/// A line is checked up to some seconds after it was logged, so two of them may seem closer than a minute.
const MINUTE: Duration = Duration::from_secs(60 - 10);

/// Warnings of one integration: 128 different ones, the one that says so, and the one about a shared context.
const MOST: usize = 128 + 1 + 1;

/// A token in the wrong place, and requests without a valid token: each at most once a minute.
pub const MISPLACED: &str = "the integration token came in ";
pub const UNAUTHENTICATED: &str = "without a valid token: ";

/// What some integrations have logged so far.
pub struct LogLimits {
    integrations: usize,
    warnings: HashSet<String>,
    misplaced: OncePerMinute,
    unauthenticated: OncePerMinute,
}

impl LogLimits {
    #[must_use]
    pub fn of(integrations: usize) -> Self {
        let once = || OncePerMinute { integrations, last: VecDeque::new() };
        Self { integrations, warnings: HashSet::new(), misplaced: once(), unauthenticated: once() }
    }

    /// # Panics
    /// When something was logged too often.
    pub fn check(&mut self, log: &str) {
        for line in log.lines() {
            if line.contains(UNAUTHENTICATED) {
                self.unauthenticated.check(line);
            } else if line.contains(MISPLACED) {
                self.misplaced.check(line);
            } else if line.trim_start().starts_with("WARN ") {
                let integration = line.split("integration=").nth(1).unwrap_or_default();
                let integration = integration.split('"').nth(1).unwrap_or_default();
                let warning = line.split_once(" churnkey: ").map_or(line, |(_, warning)| warning);
                let is_new = self.warnings.insert(format!("{integration}: {warning}"));
                assert!(is_new, "logged again: {line}");
                assert!(self.warnings.len() <= MOST * self.integrations, "one too many: {line}");
            }
        }
    }
}

struct OncePerMinute {
    integrations: usize,
    /// When the last of these lines were logged, at most one for each integration.
    last: VecDeque<Instant>,
}

impl OncePerMinute {
    fn check(&mut self, line: &str) {
        let now = Instant::now();
        if self.last.len() == self.integrations {
            let oldest = self.last.pop_front();
            assert!(oldest.is_some_and(|it| now - it >= MINUTE), "within a minute again: {line}");
        }
        self.last.push_back(now);
    }
}
