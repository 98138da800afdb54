//! The merchants of the tests, so that there is one of each kind.
//!
//! - [`Shop`] declares everything, [`Kiosk`] little. Both answer with what a test expects, unless the [`Desk`] in front of them
//!   refuses the call; what reached them can be asked for. The tests of endpoints, of the document, and the fuzz targets.
//! - [`ledger`] is a merchant in memory whose actions work, with mistakes to switch on. The tests of the verifier.
//! - [`strict`] has more attributes and stricter lints on it than most merchants': clippy judges what is generated there.
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
