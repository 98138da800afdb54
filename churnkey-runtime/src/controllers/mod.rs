//! The read modules: one trait for each, in a file of its own (protocol 5).
//!
//! [`Customers`], [`Prices`] and [`Subscriptions`] are required; [`Coupons`], [`Products`] and [`Families`] are not. Each is
//! implemented in an impl block with the attribute `#[churnkey::controller]`.

pub mod coupons;
pub mod customers;
pub mod families;
pub mod prices;
pub mod products;
pub mod subscriptions;

pub use coupons::Coupons;
pub use customers::Customers;
pub use families::Families;
pub use prices::Prices;
pub use products::Products;
pub use subscriptions::Subscriptions;

use crate::registry::Info;

/// Without these no integration starts.
pub(crate) const REQUIRED: &[&Info] = &[&customers::INFO, &prices::INFO, &subscriptions::INFO];
