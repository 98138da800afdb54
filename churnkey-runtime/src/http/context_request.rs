//! The request that a context is made for.

use std::net::SocketAddr;
use std::time::SystemTime;

use actix_web::HttpRequest;
use actix_web::http::header::HeaderMap;
use actix_web::test::TestRequest;

use crate::http::mode_header;
use crate::module::mode::Mode;
use crate::module::request_id::RequestId;
use crate::module::request_info::RequestInfo;

/// The HTTP request that a context is made for: what the TypeScript SDK's `ctx(req, res)` reads.
///
/// It has been authenticated, and its path is one of the integration's.
#[derive(Debug, Clone)]
pub struct ContextRequest {
    pub(super) http: HttpRequest,
    pub(super) info: RequestInfo,
}

impl ContextRequest {
    /// A request to test a function that makes contexts. By default it is for a customer, in live mode, without headers.
    ///
    /// ```
    /// # extern crate churnkey_runtime as churnkey;
    /// use churnkey::{ContextRequest, Error, Mode, Result};
    ///
    /// /// Whose data a request is about, for `Integration::per_request`.
    /// async fn tenant(request: &ContextRequest) -> Result<String> {
    ///     let tenant = request.headers().get("x-tenant").and_then(|tenant| tenant.to_str().ok());
    ///     let tenant = tenant.ok_or_else(|| Error::bad_request("`X-Tenant` is missing"))?;
    ///     Ok(format!("{tenant}_{}", request.mode()))
    /// }
    ///
    /// # #[actix_web::main]
    /// # async fn main() {
    /// let request = ContextRequest::for_test().header("x-tenant", "acme").mode(Mode::Test).build();
    /// assert_eq!(tenant(&request).await.unwrap(), "acme_test");
    /// assert_eq!(tenant(&ContextRequest::for_test().build()).await.unwrap_err().code(), 400);
    /// # }
    /// ```
    pub fn for_test() -> ContextRequestBuilder {
        ContextRequestBuilder {
            path: "/customers/u_1001".to_owned(),
            headers: Vec::new(),
            mode: Mode::Live,
            token_name: None,
            peer: None,
        }
    }

    /// Live or test data.
    #[must_use]
    pub fn mode(&self) -> Mode {
        self.info.mode()
    }

    /// Its id, its mode, its token's name and so on: the same as [`RequestInfo::current`] inside the methods.
    #[must_use]
    pub fn info(&self) -> &RequestInfo {
        &self.info
    }

    /// The request's headers. They hold the integration token: do not log them.
    #[must_use]
    pub fn headers(&self) -> &HeaderMap {
        self.http.headers()
    }

    /// The address of the connection's other end: a proxy's, if there is one in front of this server.
    #[must_use]
    pub fn peer_addr(&self) -> Option<SocketAddr> {
        self.info.peer_addr()
    }

    /// The whole request: application data, extensions that a middleware set, and so on.
    #[must_use]
    pub fn http(&self) -> &HttpRequest {
        &self.http
    }
}

/// Makes a [`ContextRequest`] for a test; see [`ContextRequest::for_test`].
#[derive(Debug, Clone)]
#[must_use = "call `build` to make the request"]
pub struct ContextRequestBuilder {
    path: String,
    headers: Vec<(String, String)>,
    mode: Mode,
    token_name: Option<&'static str>,
    peer: Option<SocketAddr>,
}

impl ContextRequestBuilder {
    /// The path below `/churnkey`, with its query: `/customers/u_1001` by default. The path of an action makes it a `POST`.
    pub fn path(mut self, path: impl Into<String>) -> Self {
        self.path = path.into();
        self
    }

    /// Adds a header. `x-request-id` sets the request's id, as in a real request.
    pub fn header(mut self, name: impl Into<String>, value: impl Into<String>) -> Self {
        self.headers.push((name.into(), value.into()));
        self
    }

    /// Live or test data; this sets `X-Churnkey-Mode` too.
    pub fn mode(mut self, mode: Mode) -> Self {
        self.mode = mode;
        self
    }

    /// The name of the request's token; by default it has none.
    pub fn token_name(mut self, name: &'static str) -> Self {
        self.token_name = Some(name);
        self
    }

    /// The address of the connection's other end; by default there is none.
    pub fn peer_addr(mut self, peer: SocketAddr) -> Self {
        self.peer = Some(peer);
        self
    }

    /// Makes the request.
    ///
    /// # Panics
    /// If the path or a header is not valid in HTTP.
    #[must_use]
    pub fn build(self) -> ContextRequest {
        let Self { path, headers, mode, token_name, peer } = self;
        let method =
            if path.starts_with("/actions/") { TestRequest::post } else { TestRequest::get };
        let mut request = method().uri(&format!("/churnkey{path}"));
        for (name, value) in headers {
            request = request.append_header((name, value));
        }
        request = request.insert_header((mode_header::HEADER.clone(), mode.as_str()));
        if let Some(peer) = peer {
            request = request.peer_addr(peer);
        }
        let http = request.to_http_request();
        let id = RequestId::of(http.headers());
        let info = RequestInfo::new(&id, SystemTime::now(), mode, token_name, peer);
        ContextRequest { http, info }
    }
}
