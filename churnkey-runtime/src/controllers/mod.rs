//! The read modules: one trait for each, in a file of its own ([protocol 5](crate::protocol#5-controllers)).
//!
//! [`Customers`], [`Prices`] and [`Subscriptions`] are required; [`Coupons`], [`Products`] and [`Families`] are not. Each is
//! implemented in an impl block with the attribute `#[churnkey::controller]`.

#[doc(hidden)]
pub mod coupons;
#[doc(hidden)]
pub mod customers;
#[doc(hidden)]
pub mod families;
#[doc(hidden)]
pub mod prices;
#[doc(hidden)]
pub mod products;
#[doc(hidden)]
pub mod subscriptions;

#[doc(inline)]
pub use coupons::Coupons;
#[doc(inline)]
pub use customers::Customers;
#[doc(inline)]
pub use families::Families;
#[doc(inline)]
pub use prices::Prices;
#[doc(inline)]
pub use products::Products;
#[doc(inline)]
pub use subscriptions::Subscriptions;
