//! Front-end tokens for Churnkey's cancel flow.
//!
//! The page that shows the cancel flow must prove to Churnkey which customer it shows it to. The proof is an HMAC of
//! the customer's id, keyed with the account's *API key*. It must be made on the merchant's own server, because anyone
//! with the key can act as any customer. It has two forms:
//!
//! - a [session token](Embed::session_token), `ck_…`, for the React component: `<CancelFlow session={token} />`;
//! - the bare [auth hash](Embed::auth_hash), for the hosted script: `churnkey.init({ authHash, … })`.
//!
//! Both are, byte for byte, what Churnkey's `@churnkey/node` makes.
//!
//! ```
//! # mod churnkey { pub use churnkey_embed as embed; }
//! use churnkey::embed::Embed;
//!
//! # fn main() -> Result<(), churnkey::embed::EmbedError> {
//! let embed = Embed::new("app_1", "the API key")?;
//! let token = embed.session_token("u_1001").subscription("s_77").sign()?;
//! assert!(token.starts_with("ck_"));
//! # Ok(())
//! # }
//! ```
//!
//! **Take the customer from your own session, never from the request.** An endpoint that signs any id it receives
//! gives every visitor access to the cancel flow of every customer, and so to their data and subscriptions.

mod embed;
mod error;
mod token;

pub use embed::Embed;
pub use error::EmbedError;
pub use token::{Mode, SessionToken, UnknownMode};
