//! Whether an action shows in a subscription.

/// Whether an accepted action shows in the subscription.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub enum Effect {
    /// It shows.
    Visible {
        /// Where, such as `$.status.name`.
        path: &'static str,
        /// What should be there, such as "the status `paused`".
        expected: &'static str,
    },
    /// The protocol does not say how it would show. A cancellation at the end of the period is one such action.
    Unspecified,
    /// It does not show, or it came too early.
    Missing {
        /// Where it was looked for.
        path: &'static str,
        /// What should be there.
        expected: &'static str,
        /// What is there instead.
        got: &'static str,
    },
}

impl Effect {
    pub(crate) fn new(
        visible: bool,
        path: &'static str,
        expected: &'static str,
        got: &'static str,
    ) -> Self {
        if visible {
            Self::Visible { path, expected }
        } else {
            Self::Missing { path, expected, got }
        }
    }
}
