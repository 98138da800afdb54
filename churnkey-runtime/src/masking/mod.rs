//! What may be told of a request: of its path, its headers and its keys, and of values only how they look.
//!
//! A log and a record say what came, so that somebody can act on it, and hold nothing that tells of a person and no secret.
//! The rule stands in SECURITY.md:
//!
//! - a segment of a path is told if it is a word of the protocol, or if each of its parts, cut at `-` and `_`, is in the
//!   list of [`words`]; of somebody with the token the first segment is told too if it is up to 24 letters and hyphens;
//!   all else is `…` ([`path`]);
//! - a value is told if it is such a word ([`word`]); of any other there is only its look, such as `64 hex digits`
//!   ([`look`](fn@look));
//! - the name of a header or a key is told if it reads as a name does ([`name`]).
//!
//! Nothing here depends on the rest of the crate: the recorder of `churnkey contact` goes by the same rule. It is no part of
//! the public face.

mod headers;
mod look;
mod names;
mod paths;
pub mod words;

pub use headers::could_carry_a_secret;
pub use look::{Look, look, word};
pub use names::name;
pub use paths::{method, path, segment};

/// What stands for all that is not told.
pub const MASKED: &str = "…";

#[cfg(test)]
mod tests;
