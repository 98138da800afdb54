//! How a request reaches an integration: in the same process, or over HTTP (feature `http`).
//!
//! The verifier, the harness of [`testing`](crate::testing) and other counterparts of Churnkey send their requests through
//! a [`Transport`], so that none of them has to know where the integration is.

#[cfg(feature = "http")]
mod http;
mod in_process;

use std::fmt;
use std::pin::Pin;
use std::sync::Arc;
use std::time::Duration;

use churnkey_runtime::{Integration, Mode};
use percent_encoding::{AsciiSet, NON_ALPHANUMERIC, utf8_percent_encode};
use serde_json::Value;

/// The largest answer that is read, in bytes.
pub const MAX_RESPONSE: usize = 8 * 1024 * 1024;

/// What RFC 3986 lets stand in a segment of a path without percent-encoding, and no more.
const SEGMENT: &AsciiSet = &NON_ALPHANUMERIC.remove(b'-').remove(b'.').remove(b'_').remove(b'~');

/// An id, an e-mail address or a phone number as one segment of a path.
///
/// ```
/// use churnkey_verify::transport::segment;
///
/// assert_eq!(segment("a/b+c@d.example"), "a%2Fb%2Bc%40d.example");
/// ```
#[must_use]
pub fn segment(text: &str) -> String {
    utf8_percent_encode(text, SEGMENT).to_string()
}

/// A way to one integration. It is cheap to clone.
///
/// It needs actix's runtime, like the rest of this crate: `actix_web::rt::System::new().block_on(…)` where there is none.
///
/// ```
/// # mod merchant { include!(concat!(env!("CARGO_MANIFEST_DIR"), "/../churnkey-runtime/doc/billing.rs")); }
/// # use {churnkey_runtime::prelude::*, merchant::Billing};
/// use std::time::Duration;
///
/// use churnkey_runtime::{Integration, Mode};
/// use churnkey_verify::transport::{Request, Transport};
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
    /// To an integration in this process, without a socket. A request that takes longer than `timeout` is given up.
    #[must_use]
    pub fn in_process(integration: &Integration, timeout: Duration) -> Self {
        Self(Route::InProcess(integration.clone(), timeout))
    }

    /// To the integration at an API URL, the part before `/churnkey`; `/churnkey` at its end is taken off. Redirects are not
    /// followed, since Churnkey is given the final address, and a redirect would take the token elsewhere.
    ///
    /// # Errors
    /// When the address is not `http://…` or `https://…`, or has a query.
    #[cfg(feature = "http")]
    pub fn http(url: &str, timeout: Duration) -> Result<Self, InvalidUrl> {
        Ok(Self(Route::Http(http::Client::new(url, timeout)?)))
    }

    /// Any other way: for requests that have to be signed, that are recorded, or whose answers a test makes up.
    ///
    /// ```
    /// # mod merchant { include!(concat!(env!("CARGO_MANIFEST_DIR"), "/../churnkey-runtime/doc/billing.rs")); }
    /// # use {churnkey_runtime::prelude::*, merchant::Billing};
    /// # use std::time::Duration;
    /// use churnkey_verify::testing::Harness;
    /// use churnkey_verify::transport::Transport;
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

    /// Sends one request and waits for the whole answer, whatever its status is.
    ///
    /// # Errors
    /// When there is no answer; see [`Failure`].
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

/// A request as it is sent.
#[derive(Clone)]
#[non_exhaustive]
pub struct Request {
    /// `GET` or `POST`: the protocol has no other.
    pub method: &'static str,
    /// Below `/churnkey`, with its query, such as `/prices?limit=1`.
    pub path: String,
    /// Name and value of each header.
    pub headers: Vec<(String, String)>,
    /// The body of a `POST`.
    pub body: Option<String>,
}

impl Request {
    /// A `GET` of a path below `/churnkey`.
    #[must_use]
    pub fn get(path: impl Into<String>) -> Self {
        Self { method: "GET", path: path.into(), headers: Vec::new(), body: None }
    }

    /// A `POST` of JSON to a path below `/churnkey`.
    #[must_use]
    pub fn post(path: impl Into<String>, body: &Value) -> Self {
        let (path, body) = (path.into(), Some(body.to_string()));
        Self { method: "POST", path, headers: Vec::new(), body }
            .header("content-type", "application/json")
    }

    /// One more header.
    #[must_use]
    pub fn header(mut self, name: impl Into<String>, value: impl Into<String>) -> Self {
        self.headers.push((name.into(), value.into()));
        self
    }

    /// The integration token, as Churnkey sends it (protocol 2.2).
    #[must_use]
    pub fn token(self, token: &str) -> Self {
        self.header("authorization", format!("Bearer {token}"))
    }

    /// Whose data is meant (protocol 2.3).
    #[must_use]
    pub fn mode(self, mode: Mode) -> Self {
        self.header("x-churnkey-mode", mode.as_str())
    }
}

/// Without the values of headers, which hold the token, and without the body.
impl fmt::Debug for Request {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let headers: Vec<_> = self.headers.iter().map(|(name, _)| name).collect();
        f.debug_struct("Request")
            .field("method", &self.method)
            .field("path", &self.path)
            .field("headers", &headers)
            .finish_non_exhaustive()
    }
}

/// An answer.
#[derive(Debug, Clone)]
#[non_exhaustive]
pub struct Response {
    /// The HTTP status.
    pub status: u16,
    /// The `Content-Type`, if there is one.
    pub content_type: Option<String>,
    /// The body, at most [`MAX_RESPONSE`] bytes.
    pub body: Vec<u8>,
    /// What the integration logs as the cause of an error and never sends; known in process alone.
    pub cause: Option<String>,
}

impl Response {
    /// An answer of JSON, for a transport that makes answers up.
    #[must_use]
    pub fn of_json(status: u16, body: &Value) -> Self {
        let content_type = Some("application/json".to_owned());
        Self { status, content_type, body: body.to_string().into_bytes(), cause: None }
    }

    /// Whether the status is one of success, 200 to 299.
    #[must_use]
    pub fn is_success(&self) -> bool {
        (200..300).contains(&self.status)
    }

    /// The body as JSON; `None` when it is not JSON.
    #[must_use]
    pub fn json(&self) -> Option<Value> {
        serde_json::from_slice(&self.body).ok()
    }
}

/// Why a request got no answer.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum Failure {
    /// The answer did not arrive in time.
    #[error("the answer did not arrive in time")]
    TimedOut,
    /// The answer is larger than [`MAX_RESPONSE`].
    #[error("the answer is larger than {} MiB", MAX_RESPONSE / 1024 / 1024)]
    TooLarge,
    /// The connection failed, or what came is not HTTP.
    #[error("{0}")]
    Connection(String),
    /// The request cannot be sent: this header has a name or a value, or this path a character, that HTTP cannot carry.
    #[error("`{0}` cannot be sent over HTTP")]
    Unsendable(String),
}

/// The API URL is not one that can be asked.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("the API URL must have the form `https://host/path`, without a query")]
#[non_exhaustive]
pub struct InvalidUrl;
