//! A setting, and where it was set.

/// A value, and the builder's method or the variable that set it, for start errors.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Setting<T> {
    pub(super) name: &'static str,
    pub(super) value: T,
}
