//! Rehearses the cancel flow: a local Churnkey in front of a merchant's integration.
//!
//! A [`Rehearsal`] uses an integration in this process ([`Rehearsal::of`]), or one in any language at an API URL
//! ([`Rehearsal::url`], feature `http`). It plays Churnkey's part between the customer and the integration:
//!
//! - as a server ([`Rehearsal::bind`]) with a page on which you play the customer, and with the API of Churnkey's own
//!   component: `<CancelFlow session={token} apiBaseUrl="http://127.0.0.1:8081/v1" />`;
//! - as an automatic play ([`Rehearsal::play`]), in a merchant's tests.
//!
//! After each action it reads the subscription again and checks whether the promised effect is visible.
//!
//! ```no_run
//! # mod churnkey { pub use {churnkey_rehearsal as rehearsal, churnkey_runtime::*}; }
//! # mod merchant { include!(concat!(env!("CARGO_MANIFEST_DIR"), "/../churnkey-runtime/doc/billing_with_cancel.rs")); }
//! # use {churnkey::prelude::*, merchant::Billing};
//! use churnkey::rehearsal::Rehearsal;
//! use churnkey::Integration;
//!
//! # #[churnkey::actix_web::main]
//! # async fn main() -> Result<(), Box<dyn std::error::Error>> {
//! let integration = Integration::builder(Billing).token("ck_int_1").build()?;
//! let rehearsal = Rehearsal::of(&integration, "ck_int_1");
//! let play = rehearsal.play("u_1001").subscription("s_77");
//! let outcome = play.choose("too expensive").accept().await?;
//! outcome.assert_passed();
//! assert_eq!(outcome.effects[0].changes[0].path, "$.discounts");
//! # Ok(())
//! # }
//! ```

mod component_models;
mod counterpart;
mod error;
mod event;
mod event_file;
mod fields;
mod flow;
mod log;
mod mask;
mod money;
mod odd;
mod play;
mod preview;
mod random;
mod rehearsal;
mod server;
mod settings;
mod shared;
#[cfg(test)]
mod tests;

pub use error::RehearsalError;
pub use event::{Change, Effect, Exchange, Finding, Verdict};
pub use flow::{
    Confirm, Copy, Feedback, Flow, FlowError, Heading, Interval, Offer, OfferStep, Plan,
    PlanAmount, PlanDuration, Reason, Step, Survey, Terms,
};
pub use odd::{OddPlay, OddReport, OddVerdict, Oddity};
pub use play::{Outcome, Play};
pub use rehearsal::Rehearsal;
pub use server::BoundRehearsal;
