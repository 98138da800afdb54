//! What the log says of an error, and how loudly. `docs/reliability.md` lists the events.

use tracing::field::display;

use crate::error::Error;

/// An internal error is at `ERROR`. A 5xx that a method answered with is at `WARN`: something did not work, and it was
/// seen to. The rest are refusals, at `DEBUG` and without their messages, which quote ids and addresses.
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
