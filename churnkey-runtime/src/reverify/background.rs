//! The call to verify at the start of a server.

use std::ops::ControlFlow;
use std::sync::Arc;
use std::sync::mpsc::{Receiver, RecvTimeoutError, Sender, channel};
use std::thread;

use tracing::dispatcher;

use crate::reverify::call::VerifyCall;
use crate::reverify::retry::{RetryPolicy, Reverified, reverify};
use crate::reverify::state::StateFile;

/// The settings of [`Builder::verify_on_start`](crate::Builder::verify_on_start).
#[derive(Debug, Clone)]
pub(crate) struct OnStart {
    pub(crate) call: VerifyCall,
    /// `None` for the default file.
    pub(crate) state: Option<StateFile>,
    pub(crate) retry: RetryPolicy,
}

/// A call that runs in the background. Dropping this stops its retries.
#[derive(Debug)]
#[must_use = "dropping it stops the retries after a failure; keep it as long as the server runs"]
pub struct Verification {
    _running: Sender<()>,
}

impl OnStart {
    /// The state file of an integration below this prefix.
    pub(crate) fn state_below(&self, prefix: &str) -> StateFile {
        self.state.clone().unwrap_or_else(|| StateFile::from_env().below(prefix))
    }

    /// Runs on its own thread, so that neither a worker nor the end of the process waits for it.
    pub(crate) fn start(self: Arc<Self>, fingerprint: String, prefix: &str) -> Verification {
        let state = self.state_below(prefix);
        let (running, stopped) = channel();
        // Pass on a subscriber that is set only for this thread.
        let subscriber = dispatcher::get_default(Clone::clone);
        let work = move || {
            dispatcher::with_default(&subscriber, || {
                self.run(&fingerprint, &state, &stopped);
            });
        };
        if let Err(error) = thread::Builder::new().name("churnkey-verify".to_owned()).spawn(work) {
            tracing::error!(target: "churnkey", cause = %error, "Churnkey was not asked to verify: no thread");
        }
        Verification { _running: running }
    }

    fn run(&self, fingerprint: &str, state: &StateFile, stopped: &Receiver<()>) {
        let outcome = reverify(&self.call, state, fingerprint, &self.retry, |error, time| {
            let wait_ms = u64::try_from(time.as_millis()).unwrap_or(u64::MAX);
            tracing::warn!(target: "churnkey", cause = %error, wait_ms, "the call to verify failed and will be repeated");
            match stopped.recv_timeout(time) {
                Err(RecvTimeoutError::Timeout) => ControlFlow::Continue(()),
                _ => ControlFlow::Break(()),
            }
        });
        match outcome {
            Ok(Reverified::Unchanged) => {
                tracing::info!(target: "churnkey", fingerprint, "the manifest is verified already");
            }
            Ok(Reverified::Called { answer, state_error }) => {
                tracing::info!(target: "churnkey", fingerprint, status = answer.status, "Churnkey was asked to verify");
                if let Some(cause) = state_error {
                    let file = state.path().display();
                    tracing::warn!(target: "churnkey", %file, cause, "cannot write the state file; the next start asks again");
                }
            }
            Err(error) => tracing::error!(target: "churnkey",
                fingerprint,
                cause = %error,
                "Churnkey was not asked to verify; press Verify in its dashboard, or run `churnkey reverify`"
            ),
        }
    }
}
