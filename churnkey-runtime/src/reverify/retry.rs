//! Calling until it succeeds, within bounds.

use std::ops::ControlFlow;
use std::time::Duration;

use crate::reverify::call::{Answer, CallError, VerifyCall};
use crate::reverify::state::StateFile;

/// How long and how often it is tried.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Patience {
    /// How many calls are made at most.
    pub attempts: usize,
    /// How long to wait after the first failure; each further wait is twice as long.
    pub first_wait: Duration,
    /// The longest wait.
    pub longest_wait: Duration,
    /// How long one call may take.
    pub timeout: Duration,
}

impl Default for Patience {
    /// Ten calls of at most 30 seconds, and about six minutes of waiting between them: a deployment's length.
    fn default() -> Self {
        Self {
            attempts: 10,
            first_wait: Duration::from_secs(1),
            longest_wait: Duration::from_mins(2),
            timeout: Duration::from_secs(30),
        }
    }
}

impl Patience {
    fn waits(&self) -> impl Iterator<Item = Duration> {
        let longest = self.longest_wait;
        let doubled = move |wait: &Duration| Some(wait.saturating_mul(2).min(longest));
        std::iter::successors(Some(self.first_wait.min(longest)), doubled)
            .take(self.attempts.saturating_sub(1))
    }
}

/// How it ended, when it ended well.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Outcome {
    /// The manifest is the one of the last call that succeeded: nothing was sent.
    Unchanged,
    /// The call succeeded.
    Called {
        /// What it answered.
        answer: Answer,
        /// Why the state file could not be written, if it could not: the next start calls again.
        forgotten: Option<String>,
    },
}

/// Calls the verify endpoint unless the state file knows that it succeeded for this fingerprint
/// ([`Integration::fingerprint`](crate::Integration::fingerprint)).
///
/// A temporary failure is told to `wait`, as [`VerifyCall::send_patiently`] does it.
///
/// # Errors
/// The last failure.
pub fn reverify(
    call: &VerifyCall,
    state: &StateFile,
    fingerprint: &str,
    patience: &Patience,
    wait: impl FnMut(&CallError, Duration) -> ControlFlow<()>,
) -> Result<Outcome, CallError> {
    // A file that cannot be read is no reason not to verify.
    if state.knows(call, fingerprint).unwrap_or(false) {
        return Ok(Outcome::Unchanged);
    }
    let answer = call.send_patiently(patience, wait)?;
    let forgotten = state.write(call, fingerprint).err().map(|error| error.to_string());
    Ok(Outcome::Called { answer, forgotten })
}

impl VerifyCall {
    /// Sends it until it succeeds, within these bounds. It blocks its thread.
    ///
    /// A temporary failure (no answer, 408, 425, 429, 5xx) is told to `wait`, which waits as long as it is told and may
    /// give up.
    ///
    /// # Errors
    /// The last failure.
    pub fn send_patiently(
        &self,
        patience: &Patience,
        mut wait: impl FnMut(&CallError, Duration) -> ControlFlow<()>,
    ) -> Result<Answer, CallError> {
        let mut waits = patience.waits();
        loop {
            let error = match self.send(patience.timeout) {
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
