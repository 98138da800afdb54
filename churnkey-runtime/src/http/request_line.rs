//! A request's method and path in a form that may be logged.

use actix_web::HttpRequest;

use crate::http::raw_path::raw_path;
use crate::masking;

pub(crate) struct RequestLine {
    pub(crate) method: &'static str,
    /// With `/churnkey`, and masked.
    pub(crate) path: String,
}

impl RequestLine {
    /// `None` unless the answer was 401, 404 or 405.
    pub(crate) fn for_status(status: u16, http: &HttpRequest) -> Option<Self> {
        // Only a client with a valid token gets 404 or 405.
        matches!(status, 401 | 404 | 405).then(|| Self::of(http, status != 401))
    }

    pub(crate) fn of(http: &HttpRequest, has_token: bool) -> Self {
        let path = format!("/churnkey{}", masking::path(raw_path(http), has_token));
        Self { method: masking::method(http.method().as_str()), path }
    }
}
