//! Repeats a call until it succeeds, within bounds.

use std::ops::ControlFlow;
use std::time::Duration;

use crate::reverify::call::{CallError, VerifyAnswer, VerifyCall};
use crate::reverify::state::StateFile;

/// How long and how often to try a call.
///
/// ```
/// # extern crate churnkey_runtime as churnkey;
/// use churnkey::reverify::RetryPolicy;
///
/// let short = RetryPolicy::default().attempts(3);
/// assert_eq!(short.attempts, 3);
/// ```
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct RetryPolicy {
    /// The maximum number of calls.
    pub attempts: usize,
    /// How long to wait after the first failure; each further wait is twice as long.
    pub first_wait: Duration,
    /// The longest wait.
    pub longest_wait: Duration,
    /// How long one call may take.
    pub timeout: Duration,
}

impl Default for RetryPolicy {
    /// Ten calls of at most 30 seconds, with about six minutes of waiting in total: as long as a deployment.
    fn default() -> Self {
        Self {
            attempts: 10,
            first_wait: Duration::from_secs(1),
            longest_wait: Duration::from_mins(2),
            timeout: Duration::from_secs(30),
        }
    }
}

impl RetryPolicy {
    /// Sets the maximum number of calls.
    #[must_use]
    pub const fn attempts(mut self, attempts: usize) -> Self {
        self.attempts = attempts;
        self
    }

    /// Sets how long to wait after the first failure, and the longest wait.
    #[must_use]
    pub const fn waits(mut self, first: Duration, longest: Duration) -> Self {
        (self.first_wait, self.longest_wait) = (first, longest);
        self
    }

    /// Sets how long one call may take.
    #[must_use]
    pub const fn timeout(mut self, timeout: Duration) -> Self {
        self.timeout = timeout;
        self
    }

    fn all_waits(&self) -> impl Iterator<Item = Duration> {
        let longest = self.longest_wait;
        let doubled = move |wait: &Duration| Some(wait.saturating_mul(2).min(longest));
        std::iter::successors(Some(self.first_wait.min(longest)), doubled)
            .take(self.attempts.saturating_sub(1))
    }
}

/// The result of a successful [`reverify`].
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub enum Reverified {
    /// The manifest has not changed since the last successful call, so nothing was sent.
    Unchanged,
    /// The call succeeded.
    #[non_exhaustive]
    Called {
        /// The endpoint's answer.
        answer: VerifyAnswer,
        /// Why the state file could not be written, if it failed; the next start calls again.
        state_error: Option<String>,
    },
}

/// Calls the verify endpoint unless the state file says that the call has already succeeded for this fingerprint
/// ([`Integration::fingerprint`](crate::Integration::fingerprint)).
///
/// A temporary failure is reported to `wait`, as by [`VerifyCall::send_with_retries`].
///
/// # Errors
/// The last failure.
pub fn reverify(
    call: &VerifyCall,
    state: &StateFile,
    fingerprint: &str,
    retry: &RetryPolicy,
    wait: impl FnMut(&CallError, Duration) -> ControlFlow<()>,
) -> Result<Reverified, CallError> {
    // An unreadable file is not a reason to skip verification.
    if state.knows(call, fingerprint).unwrap_or(false) {
        return Ok(Reverified::Unchanged);
    }
    let answer = call.send_with_retries(retry, wait)?;
    let state_error = state.record(call, fingerprint).err().map(|error| error.to_string());
    Ok(Reverified::Called { answer, state_error })
}

impl VerifyCall {
    /// Sends the call until it succeeds, within these bounds. It blocks its thread.
    ///
    /// A temporary failure (no answer, 408, 425, 429, 5xx) is reported to `wait`, which waits for the given time and
    /// may give up.
    ///
    /// # Errors
    /// The last failure.
    pub fn send_with_retries(
        &self,
        retry: &RetryPolicy,
        mut wait: impl FnMut(&CallError, Duration) -> ControlFlow<()>,
    ) -> Result<VerifyAnswer, CallError> {
        let mut waits = retry.all_waits();
        loop {
            let error = match self.send(retry.timeout) {
                Ok(answer) => return Ok(answer),
                Err(error) => error,
            };
            match waits.next().filter(|_| error.is_temporary()) {
                Some(time) if wait(&error, time).is_continue() => {}
                _ => return Err(error),
            }
        }
    }
}
