//! Whether an action had an effect on a subscription.

/// Whether an accepted action had an effect on the subscription.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub enum Effect {
    /// The effect is visible.
    Visible {
        /// Where, such as `$.status.name`.
        path: &'static str,
        /// What should be there, such as "the status `paused`".
        expected: &'static str,
    },
    /// The protocol does not specify a visible effect, as for a cancellation at the end of the period.
    Unspecified,
    /// The effect is missing, or came too early.
    Missing {
        /// Where it should be.
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
