//! The merchants that the tests share, one of each kind.
//!
//! - [`Shop`] declares everything, and [`Kiosk`] little. Both answer what a test expects, unless the [`Desk`] in front
//!   of them refuses the call, and both report what reached them. The tests of the endpoints and of the OpenAPI
//!   document, and the fuzz targets, use them.
//! - [`ledger`] is a merchant in memory whose actions work, with mistakes to switch on. The verifier's tests use it.
//! - [`strict`] has more attributes and stricter lints than most merchants, so that clippy checks the generated code.
#![allow(
    clippy::indexing_slicing,
    clippy::missing_panics_doc,
    clippy::must_use_candidate,
    clippy::new_without_default,
    clippy::panic,
    clippy::unwrap_used,
    missing_docs,
    reason = "it is for tests, which may fail"
)]

mod call;
mod desk;
mod kiosk;
pub mod ledger;
mod shop;
pub mod strict;

pub use call::Call;
pub use desk::{Answered, Desk, Notes};
pub use kiosk::Kiosk;
pub use shop::{Shop, coupon, price, subscription};

/// The token of [`Shop::integration`] and [`Kiosk::integration`].
pub const TOKEN: &str = "ck_int_test";
