//! How a request shows the integration token.

use std::fmt;
use std::sync::Arc;

use super::Request;

/// How each request shows the token: in a header, or by a signature. Use it for an integration that expects the token
/// in another header than `Authorization`, or checks a signature.
///
/// ```
/// # mod churnkey { pub use churnkey_runtime::*; pub use churnkey_verify::{self as verify, testing}; }
/// # mod merchant { include!(concat!(env!("CARGO_MANIFEST_DIR"), "/../churnkey-runtime/doc/billing.rs")); }
/// # use {churnkey::prelude::*, merchant::Billing};
/// use churnkey::Integration;
/// use churnkey::testing::Harness;
/// use churnkey::verify::transport::{Credentials, Request};
///
/// # #[actix_web::main]
/// # async fn main() -> Result<(), churnkey::StartError> {
/// let builder = Integration::builder(Billing).token("ck_int_1").token_header("x-api-key");
/// let harness = Harness::of(builder.build()?, "ck_int_1").credentials(Credentials::header("x-api-key"));
/// assert!(harness.customer("u_1001").await.is_ok());
///
/// // from the whole request and the token
/// let signed = Credentials::from(|request: Request, token: &str| {
///     let signature = format!("{}-{}", token.len(), request.path.len());
///     request.header("x-ck-signature", signature)
/// });
/// # drop(signed);
/// # Ok(())
/// # }
/// ```
#[derive(Clone)]
pub struct Credentials(Arc<Apply>);

type Apply = dyn Fn(Request, &str) -> Request + Send + Sync;

impl Credentials {
    /// `Authorization: Bearer <token>`, the default.
    #[must_use]
    pub fn bearer() -> Self {
        Self::from(|request: Request, token: &str| request.token(token))
    }

    /// The bare token in this header.
    #[must_use]
    pub fn header(name: impl Into<String>) -> Self {
        let name = name.into();
        Self::from(move |request: Request, token: &str| request.header(name.clone(), token))
    }

    /// Adds the credentials to a request, which must otherwise be complete, since a function may sign its body.
    #[must_use]
    pub fn apply(&self, request: Request, token: &str) -> Request {
        (self.0)(request, token)
    }
}

impl<F> From<F> for Credentials
where
    F: Fn(Request, &str) -> Request + Send + Sync + 'static,
{
    fn from(apply: F) -> Self {
        Self(Arc::new(apply))
    }
}

impl Default for Credentials {
    fn default() -> Self {
        Self::bearer()
    }
}

impl fmt::Debug for Credentials {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Credentials").finish_non_exhaustive()
    }
}
