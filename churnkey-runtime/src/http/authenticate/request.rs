//! A request as a function that authenticates it sees it.

use std::fmt;

use actix_web::HttpRequest;
use actix_web::http::header::HeaderMap;

/// A request that shows no valid token, for the function of [`Builder::authenticate`](crate::Builder::authenticate): its
/// head and its whole body, as they came.
///
/// Nobody knows yet who has sent it.
pub struct AuthRequest<'a> {
    pub(super) http: &'a HttpRequest,
    pub(super) body: &'a [u8],
}

impl<'a> AuthRequest<'a> {
    /// Such as `POST`.
    #[must_use]
    pub fn method(&self) -> &'a str {
        self.http.method().as_str()
    }

    /// The path with its query, as it came: `/churnkey/customers?limit=10`. With a prefix before `/churnkey` where the
    /// integration is mounted below one.
    #[must_use]
    pub fn target(&self) -> &'a str {
        self.http.uri().path_and_query().map_or("", |target| target.as_str())
    }

    /// The path alone, as it came, with its percent-encoding.
    #[must_use]
    pub fn path(&self) -> &'a str {
        self.http.uri().path()
    }

    /// The value of a header, whatever the letter case of its name. `None` when it is absent, is there twice, or is not
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

    /// The body, to its end; empty where there is none.
    #[must_use]
    pub fn body(&self) -> &'a [u8] {
        self.body
    }
}

/// Without what it holds: a path, headers and a body may tell of a person.
impl fmt::Debug for AuthRequest<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("AuthRequest").finish_non_exhaustive()
    }
}
