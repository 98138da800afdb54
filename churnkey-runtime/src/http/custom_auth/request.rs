//! A request as the function that authenticates it sees it.

use std::fmt;

use actix_web::HttpRequest;
use actix_web::http::header::HeaderMap;

/// A request without a valid token, for the function of [`Builder::authenticate`](crate::Builder::authenticate): its head
/// and its whole body, as they were sent.
///
/// Its sender is not yet known.
pub struct AuthRequest<'a> {
    pub(super) http: &'a HttpRequest,
    pub(super) body: &'a [u8],
}

impl<'a> AuthRequest<'a> {
    /// The HTTP method, such as `POST`.
    #[must_use]
    pub fn method(&self) -> &'a str {
        self.http.method().as_str()
    }

    /// The path with its query, as it was sent: `/churnkey/customers?limit=10`, after the prefix that the integration is
    /// mounted under, if there is one.
    #[must_use]
    pub fn target(&self) -> &'a str {
        self.http.uri().path_and_query().map_or("", |target| target.as_str())
    }

    /// The path alone, as it was sent, with its percent-encoding.
    #[must_use]
    pub fn path(&self) -> &'a str {
        self.http.uri().path()
    }

    /// The value of a header, whatever the letter case of its name. `None` if it is absent, was sent twice, or is not
    /// visible ASCII.
    #[must_use]
    pub fn header(&self, name: &str) -> Option<&'a str> {
        let mut values = self.headers().get_all(name);
        let value = values.next()?;
        if values.next().is_some() { None } else { value.to_str().ok() }
    }

    /// All headers.
    #[must_use]
    pub fn headers(&self) -> &'a HeaderMap {
        self.http.headers()
    }

    /// The whole body; empty if there is none.
    #[must_use]
    pub fn body(&self) -> &'a [u8] {
        self.body
    }
}

/// Leaves the content out: path, headers and body may hold personal data.
impl fmt::Debug for AuthRequest<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("AuthRequest").finish_non_exhaustive()
    }
}
