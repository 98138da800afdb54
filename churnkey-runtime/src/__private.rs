//! What the attributes' output names. Not a public interface: it may change in any release.

pub use inventory::submit;

pub use crate::actions::{apply_coupon, cancel, change_price, extend_trial, pause};
pub use crate::controllers::{coupons, customers, families, prices, products, subscriptions};
pub use crate::endpoint::Endpoint;
pub use crate::error::Result;
pub use crate::place::Place;
