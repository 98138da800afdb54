//! A request as it is sent.

use std::fmt;

use churnkey_runtime::Mode;
use serde_json::Value;

/// A request as it is sent.
#[derive(Clone)]
#[non_exhaustive]
pub struct Request {
    /// `GET` or `POST`, the protocol's only methods, unless another one is being tried. In capital letters.
    pub method: &'static str,
    /// The path below `/churnkey` with its query, such as `/prices?limit=1`.
    pub path: String,
    /// The name and value of each header.
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

    /// Adds a header.
    #[must_use]
    pub fn header(mut self, name: impl Into<String>, value: impl Into<String>) -> Self {
        self.headers.push((name.into(), value.into()));
        self
    }

    /// Adds the integration token, as Churnkey sends it (protocol 2.2).
    #[must_use]
    pub fn token(self, token: &str) -> Self {
        self.header("authorization", format!("Bearer {token}"))
    }

    /// Sets the mode (protocol 2.3).
    #[must_use]
    pub fn mode(self, mode: Mode) -> Self {
        self.header("x-churnkey-mode", mode.as_str())
    }
}

/// Hides the values of headers, which contain the token, and the body.
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
