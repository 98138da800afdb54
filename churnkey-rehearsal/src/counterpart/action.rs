//! The actions that a front end can request.

use crate::flow::Interval;

#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Action {
    Discount { coupon: String },
    Pause { duration: u32, interval: Interval },
    ChangePlan { plan: String },
    ExtendTrial { days: u32 },
    Cancel { at_period_end: bool },
}

impl Action {
    pub(crate) fn module(&self) -> &'static str {
        match self {
            Self::Discount { .. } => "ApplyCoupon",
            Self::Pause { .. } => "Pause",
            Self::ChangePlan { .. } => "ChangePrice",
            Self::ExtendTrial { .. } => "ExtendTrial",
            Self::Cancel { .. } => "Cancel",
        }
    }

    /// Its name in the session record.
    pub(crate) fn session_name(&self) -> &'static str {
        match self {
            Self::Discount { .. } => "DISCOUNT",
            Self::Pause { .. } => "PAUSE",
            Self::ChangePlan { .. } => "PLAN_CHANGE",
            Self::ExtendTrial { .. } => "TRIAL_EXTENSION",
            Self::Cancel { .. } => "CANCEL",
        }
    }
}
