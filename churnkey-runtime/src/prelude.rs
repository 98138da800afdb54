//! What an integration's module needs in scope: `use churnkey::prelude::*;`.

pub use crate::actions::{
    ActionDuration, ApplyCoupon, ApplyCouponOptions, Cancel, CancelAllOptions, CancelOptions,
    ChangePrice, ChangePriceOptions, ExtendTrial, ExtendTrialOptions, Pause, PauseAllOptions,
    PauseOptions, PeriodUnit, Schedule, StartDate,
};
pub use crate::controllers::{Coupons, Customers, Families, Prices, Products, Subscriptions};
pub use crate::models::*;
pub use crate::{Error, Result};
