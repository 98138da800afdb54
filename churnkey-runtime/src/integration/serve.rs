//! `serve(context)`: the short way to a whole server.

use std::io;
use std::pin::Pin;

use crate::controllers::{Customers, Prices, Subscriptions};
use crate::integration::Integration;

/// Serves the whole integration until SIGTERM or Ctrl-C.
///
/// The token comes from the environment variable `CK_INTEGRATION_TOKEN`, or from the file that `CK_INTEGRATION_TOKEN_FILE`
/// names, the address from `CK_ADDR` (`127.0.0.1:8080` by
/// default). `GET /healthz` answers without a token. For other settings take
/// [`Integration::builder`] and [`Integration::server`]. With the feature `verify`, `CK_VERIFY_URL` and its like ask
/// Churnkey to verify when the manifest has changed. [`Builder::from_env`](crate::Builder::from_env) reads the same.
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
/// Under `#[tokio::main]`, beside an axum of yours, it can be spawned: it brings threads of its own for its requests.
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
/// A [`StartError`](crate::StartError) in an [`io::Error`] (no token, a required module that is not linked, …), or an address that
/// cannot be bound.
// Boxed, because rustc would repeat a missing controller for an `impl Future` that mentions the context.
pub fn serve<C: Customers + Prices + Subscriptions>(
    context: C,
) -> Pin<Box<dyn Future<Output = io::Result<()>> + Send>> {
    // Outside, since rustc is told of a context's `Send` there alone.
    let builder = Integration::builder(context).from_env();
    Box::pin(async { builder.build()?.server().run().await })
}
