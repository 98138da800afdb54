//! `serve(context)`: a whole server in one call.

use std::io;
use std::pin::Pin;

use crate::controllers::{Customers, Prices, Subscriptions};
use crate::integration::Integration;

/// Serves the whole integration until SIGTERM or Ctrl-C.
///
/// The token comes from the environment variable `CK_INTEGRATION_TOKEN`, or from the file that
/// `CK_INTEGRATION_TOKEN_FILE` names; the address comes from `CK_ADDR` (`127.0.0.1:8080` by default).
/// [`Builder::from_env`](crate::Builder::from_env) lists the other variables; for other settings use
/// [`Integration::builder`] and [`Integration::server`]. `GET /healthz` answers without a token. With the feature
/// `verify` and `CK_VERIFY_URL`, Churnkey is asked to verify when the manifest has changed.
///
/// ```no_run
/// # extern crate churnkey_runtime as churnkey;
/// # mod merchant { include!(concat!(env!("CARGO_MANIFEST_DIR"), "/doc/billing.rs")); }
/// # use {churnkey::prelude::*, merchant::Billing};
/// #[actix_web::main]
/// async fn main() -> std::io::Result<()> {
///     churnkey::serve(Billing).await
/// }
/// ```
///
/// Under `#[tokio::main]`, for example beside your own axum server, it can be spawned: it starts its own threads for
/// its requests.
///
/// ```no_run
/// # extern crate churnkey_runtime as churnkey;
/// # mod merchant { include!(concat!(env!("CARGO_MANIFEST_DIR"), "/doc/billing.rs")); }
/// # use {churnkey::prelude::*, merchant::Billing};
/// # async fn beside_axum() -> std::io::Result<()> {
/// let integration = tokio::spawn(churnkey::serve(Billing));
/// // … your own server
/// integration.await?
/// # }
/// ```
///
/// # Errors
/// A [`StartError`](crate::StartError) in an [`io::Error`] (no token, a required module that is not linked, …), or an
/// address that cannot be bound.
// Boxed, because rustc would repeat a missing controller for an `impl Future` that mentions the context.
pub fn serve<C: Customers + Prices + Subscriptions>(
    context: C,
) -> Pin<Box<dyn Future<Output = io::Result<()>> + Send>> {
    // Outside of the future, since only here rustc learns that a context is `Send`.
    let builder = Integration::builder(context).from_env();
    Box::pin(async { builder.build()?.server().run().await })
}
