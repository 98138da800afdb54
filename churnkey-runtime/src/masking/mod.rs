//! What may be shown of a request: parts of its path, names of headers and keys, and of a value only how it looks.
//!
//! A log or a record shows enough of a request to act on, but no personal data and no secret. The rule is in SECURITY.md:
//!
//! - a segment of a path is shown if it is a word of the protocol, or if all of its parts, split at `-` and `_`, are in the
//!   list of [`words`]; if the sender has the token, a first segment of up to 24 letters and hyphens is shown too;
//!   everything else is `…` ([`path`]);
//! - a value is shown if it is such a word ([`word`]); of any other only its look is shown, such as `64 hex digits`
//!   ([`look`](fn@look));
//! - the name of a header or a key is shown if it looks like a name ([`name`]).
//!
//! Nothing here depends on the rest of the crate: the recorder of `churnkey contact` follows the same rule. It is not part
//! of the public API.

mod headers;
mod look;
mod names;
mod nearest;
mod paths;
pub mod words;

pub use headers::could_carry_a_secret;
pub use look::{Look, look, word};
pub use names::name;
pub use nearest::nearest;
pub use paths::{method, path, segment};

/// Replaces everything that is not shown.
pub const MASKED: &str = "…";

#[cfg(test)]
mod tests;
