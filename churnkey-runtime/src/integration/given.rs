//! A setting with the place where it was given.

/// A setting, and who gave it: the builder's method or the variable, for errors at start.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Given<T> {
    pub(super) by: &'static str,
    pub(super) value: T,
}
