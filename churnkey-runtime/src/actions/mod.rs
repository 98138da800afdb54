//! The write modules: one trait for each, in a file of its own (protocol 6).
//!
//! All are optional, but without [`Cancel`] Churnkey's whole cancel flow is off, so each of the others needs it. Each is
//! implemented in an impl block with the attribute `#[churnkey::action(…)]`, whose arguments are the action's features:
//! what is not declared there is refused with 400 before the merchant's code runs.
//!
//! Churnkey may send an action more than once (protocol 9, U15): applying it twice must do no more than applying it once.

pub mod apply_coupon;
pub mod cancel;
pub mod change_price;
pub mod extend_trial;
pub mod pause;

mod duration;
mod schedule;

pub use apply_coupon::{ApplyCoupon, ApplyCouponOptions};
pub use cancel::{Cancel, CancelAllOptions, CancelOptions};
pub use change_price::{ChangePrice, ChangePriceOptions};
pub use duration::{ActionDuration, DurationKind, PeriodUnit};
pub use extend_trial::{ExtendTrial, ExtendTrialOptions};
pub use pause::{Pause, PauseAllOptions, PauseOptions};
pub use schedule::{Schedule, StartDate};
