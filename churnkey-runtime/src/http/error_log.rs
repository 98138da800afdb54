//! How errors are logged, and at which level. `docs/reliability.md` lists the events.

use std::time::Duration;

use tracing::field::display;

use crate::error::Error;
use crate::http::outcome::Outcome;

/// An internal error is at `ERROR`. A 5xx that a method answered is at `WARN`: something failed, and the method handled it.
/// The rest are refusals, at `DEBUG` and without their messages, which quote ids and addresses.
pub(crate) fn log(error: &Error) {
    let code = error.code();
    let reason = error.causes().map(display);
    if error.is_internal() {
        tracing::error!(target: "churnkey", code, cause = reason, "internal error");
    } else if code >= 500 && error.is_by_method() {
        let answer = error.message();
        tracing::warn!(target: "churnkey", code, answer, reason, "failed");
    } else {
        tracing::debug!(target: "churnkey", code, reason, "refused");
    }
}

/// How an unattended action ended: at the level of its error, but at least at `INFO`, since no client got the answer. The
/// message of a 4xx stays out of the log here too.
pub(crate) fn unattended(outcome: Outcome, error: Option<&Error>, elapsed: Duration) {
    let elapsed_us = u64::try_from(elapsed.as_micros()).unwrap_or(u64::MAX);
    let outcome = outcome.as_str();
    let code = error.map(Error::code);
    let cause = error.and_then(Error::causes).map(display);
    match error {
        Some(error) if error.is_internal() => {
            tracing::error!(target: "churnkey", outcome, code, cause, elapsed_us, "an unattended action ended");
        }
        Some(error) if error.code() >= 500 => {
            let answer = error.message();
            tracing::warn!(target: "churnkey", outcome, code, answer, cause, elapsed_us, "an unattended action ended");
        }
        _ => {
            tracing::info!(target: "churnkey", outcome, code, cause, elapsed_us, "an unattended action ended");
        }
    }
}
