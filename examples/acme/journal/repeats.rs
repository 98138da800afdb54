//! When a request is a repeat of another, by the rule of docs/repeats.md.

use churnkey::chrono::{DateTime, TimeDelta, Utc};

/// How long an equal request counts as a repeat, whatever the state is by then.
pub(crate) const TIME: TimeDelta = TimeDelta::minutes(10);

/// Whether a second request asks for more.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Wish {
    /// For a state, such as a pause until May.
    State,
    /// For something on top, such as a week more.
    More,
}

/// What one action did to one subscription and was not undone.
#[derive(Debug, Clone)]
pub(crate) struct Done {
    pub(crate) entry: i64,
    pub(crate) request_key: String,
    pub(crate) at: DateTime<Utc>,
    /// Whether the subscription is still as the action left it.
    pub(crate) stands: bool,
}

/// Which of these the request repeats. The newest comes first.
pub(crate) fn repeated<'a>(
    request_key: &str,
    wish: Wish,
    done: &'a [Done],
    now: DateTime<Utc>,
) -> Option<&'a Done> {
    let same = |done: &&Done| done.request_key == request_key;
    let recent = done.iter().find(|done| same(done) && now - done.at < TIME);
    recent.or_else(|| done.first().filter(same).filter(|done| wish == Wish::State && done.stands))
}

#[cfg(test)]
#[path = "../tests/repeats.rs"]
mod tests;
