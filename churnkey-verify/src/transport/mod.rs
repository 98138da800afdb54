//! Sends requests to an integration, in the same process or over HTTP (feature `http`).
//!
//! The verifier, the harness of [`testing`](crate::testing) and other programs that play Churnkey's part send their
//! requests through a [`Transport`], so that they need not know where the integration is.

mod api_url;
mod credentials;
#[cfg(feature = "http")]
mod http;
mod in_process;
mod request;
mod response;

use std::fmt;
use std::pin::Pin;
use std::sync::Arc;
use std::time::Duration;

use churnkey_runtime::Integration;
use percent_encoding::{AsciiSet, NON_ALPHANUMERIC, utf8_percent_encode};

pub use api_url::ApiUrl;
pub use credentials::Credentials;
pub use request::Request;
pub use response::{Failure, InvalidUrl, MAX_RESPONSE, Response};

/// The only characters that RFC 3986 allows in a path segment without percent-encoding.
const SEGMENT: &AsciiSet = &NON_ALPHANUMERIC.remove(b'-').remove(b'.').remove(b'_').remove(b'~');

/// An id, an e-mail address or a phone number as one segment of a path.
///
/// ```
/// # mod churnkey { pub use churnkey_runtime::*; pub use churnkey_verify::{self as verify, testing}; }
/// use churnkey::verify::transport::segment;
///
/// assert_eq!(segment("a/b+c@d.example"), "a%2Fb%2Bc%40d.example");
/// ```
#[must_use]
pub fn segment(text: &str) -> String {
    utf8_percent_encode(text, SEGMENT).to_string()
}

/// A connection to one integration. It is cheap to clone.
///
/// It needs actix's runtime, like the rest of this crate. Outside of one, use
/// `actix_web::rt::System::new().block_on(…)`.
///
/// ```
/// # mod churnkey { pub use churnkey_runtime::*; pub use churnkey_verify::{self as verify, testing}; }
/// # mod merchant { include!(concat!(env!("CARGO_MANIFEST_DIR"), "/../churnkey-runtime/doc/billing.rs")); }
/// # use {churnkey::prelude::*, merchant::Billing};
/// use std::time::Duration;
///
/// use churnkey::{Integration, Mode};
/// use churnkey::verify::transport::{Request, Transport};
///
/// # #[actix_web::main]
/// # async fn main() -> Result<(), Box<dyn std::error::Error>> {
/// let integration = Integration::builder(Billing).token("ck_int_1").build()?;
/// let transport = Transport::in_process(&integration, Duration::from_secs(10));
/// let request = Request::get("/customers/u_1001").token("ck_int_1").mode(Mode::Test);
/// let response = transport.send(request).await?;
/// assert_eq!(response.status, 200);
/// assert_eq!(response.json().unwrap()["id"], "u_1001");
/// # Ok(())
/// # }
/// ```
#[derive(Clone)]
pub struct Transport(Route);

#[derive(Clone)]
enum Route {
    InProcess(Integration, Duration),
    #[cfg(feature = "http")]
    Http(http::Client),
    Custom(Arc<dyn Fn(Request) -> Sending + Send + Sync>),
}

type Sending = Pin<Box<dyn Future<Output = Result<Response, Failure>>>>;

impl Transport {
    /// Connects to an integration in this process, without a socket. A request that takes longer than `timeout` is
    /// aborted.
    #[must_use]
    pub fn in_process(integration: &Integration, timeout: Duration) -> Self {
        Self(Route::InProcess(integration.clone(), timeout))
    }

    /// Connects to the integration at an API URL, the part before `/churnkey`; a final `/churnkey` is removed.
    /// Redirects are not followed, since Churnkey is given the final address, and a redirect would send the token
    /// elsewhere.
    ///
    /// # Errors
    /// It is not an [`ApiUrl`].
    #[cfg(feature = "http")]
    pub fn http(url: &str, timeout: Duration) -> Result<Self, InvalidUrl> {
        Ok(Self(Route::Http(http::Client::new(url, timeout)?)))
    }

    /// Sends requests through a function: to sign them, to record them, or to make up answers in a test.
    ///
    /// ```
    /// # mod churnkey { pub use churnkey_runtime::*; pub use churnkey_verify::{self as verify, testing}; }
    /// # mod merchant { include!(concat!(env!("CARGO_MANIFEST_DIR"), "/../churnkey-runtime/doc/billing.rs")); }
    /// # use {churnkey::prelude::*, merchant::Billing};
    /// # use std::time::Duration;
    /// use churnkey::testing::Harness;
    /// use churnkey::verify::transport::Transport;
    ///
    /// # #[actix_web::main]
    /// # async fn main() {
    /// let harness = Harness::new(Billing);
    /// let direct = Transport::in_process(harness.integration(), Duration::from_secs(10));
    /// let with_a_tenant = Transport::custom(move |request| {
    ///     let direct = direct.clone();
    ///     async move { direct.send(request.header("x-tenant", "7")).await }
    /// });
    /// let harness = harness.through(with_a_tenant);
    /// assert!(harness.customer("u_1001").await.is_ok());
    /// # }
    /// ```
    pub fn custom<F, R>(send: F) -> Self
    where
        F: Fn(Request) -> R + Send + Sync + 'static,
        R: Future<Output = Result<Response, Failure>> + 'static,
    {
        Self(Route::Custom(Arc::new(move |request| Box::pin(send(request)))))
    }

    /// Sends a request and waits for the whole answer, whatever its status.
    ///
    /// # Errors
    /// There is no answer; see [`Failure`].
    pub async fn send(&self, request: Request) -> Result<Response, Failure> {
        match &self.0 {
            Route::InProcess(integration, timeout) => {
                in_process::send(integration, request, *timeout).await
            }
            #[cfg(feature = "http")]
            Route::Http(client) => client.send(request).await,
            Route::Custom(send) => send(request).await,
        }
    }
}

impl fmt::Debug for Transport {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let route = match &self.0 {
            Route::InProcess(..) => "in process",
            #[cfg(feature = "http")]
            Route::Http(client) => client.root(),
            Route::Custom(_) => "custom",
        };
        f.debug_tuple("Transport").field(&route).finish()
    }
}
