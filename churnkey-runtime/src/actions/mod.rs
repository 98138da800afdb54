//! The write modules: one trait for each, in a file of its own ([protocol 6](crate::protocol#6-actions)).
//!
//! All are optional, but without [`Cancel`] Churnkey's whole cancel flow is off, so each of the others needs it. Each is
//! implemented in an impl block with the attribute `#[churnkey::action(…)]`, whose arguments are the action's features:
//! what is not declared there is refused with 400 before the merchant's code runs.
//!
//! Churnkey may send an action more than once
//! ([protocol 9](crate::protocol#9-unknowns-and-recommended-tolerant-reading), U15): applying it twice must do no
//! more than applying it once.

#[doc(hidden)]
pub mod apply_coupon;
#[doc(hidden)]
pub mod cancel;
#[doc(hidden)]
pub mod change_price;
#[doc(hidden)]
pub mod extend_trial;
#[doc(hidden)]
pub mod pause;

mod action_options;
mod duration;
mod event;
mod options;
mod origin;
mod request_key;
mod schedule;

#[doc(inline)]
pub use apply_coupon::{ApplyCoupon, ApplyCouponOptions};
#[doc(inline)]
pub use cancel::{Cancel, CancelAllOptions, CancelOptions};
#[doc(inline)]
pub use change_price::{ChangePrice, ChangePriceOptions};
pub use duration::{ActionDuration, DurationKind, DurationUnit};
pub use event::ActionEvent;
#[doc(inline)]
pub use extend_trial::{ExtendTrial, ExtendTrialOptions};
#[doc(inline)]
pub use pause::{Pause, PauseAllOptions, PauseOptions};
pub use request_key::RequestKey;
pub use schedule::{Schedule, StartDate};
