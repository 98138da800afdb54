//! Asks Churnkey to verify again when the manifest has changed.
//!
//! Churnkey caches the features manifest, so each change of it needs a new verification. Its guide says that the verify
//! endpoint can be called from CI or when the server starts. The endpoint's address and form are not public ([protocol
//! 7](crate::protocol#7-verification)), so a [`VerifyCall`] can hold any of them. A small [`StateFile`] remembers the
//! fingerprint of the last successful call, and nothing is sent while the manifest is unchanged.
//!
//! - at the start of a server that runs as one process: [`Builder::verify_on_start`](crate::Builder::verify_on_start);
//! - from CI, and after a deployment of several replicas: `churnkey reverify`;
//! - anywhere else: [`reverify`].

mod background;
mod call;
mod retry;
mod state;

pub(crate) use background::OnStart;
pub use background::Verification;
pub use call::{CallError, VerifyAnswer, VerifyCall};
pub use retry::{RetryPolicy, Reverified, reverify};
pub use state::{LastVerification, StateFile, fingerprint};

#[cfg(test)]
mod tests;
