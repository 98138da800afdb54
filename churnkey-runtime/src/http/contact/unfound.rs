//! What a request has asked for, as a log may say it.

use actix_web::HttpRequest;

use crate::http::raw_path::raw_path;
use crate::masking;

pub(crate) struct Unfound {
    pub(crate) method: &'static str,
    /// With `/churnkey`, and masked.
    pub(crate) path: String,
}

impl Unfound {
    /// Of a request that was 401, 404 or 405.
    pub(crate) fn of_status(status: u16, http: &HttpRequest) -> Option<Self> {
        // 404 and 405 are answered to somebody with the token alone.
        matches!(status, 401 | 404 | 405).then(|| Self::of(http, status != 401))
    }

    pub(super) fn of(http: &HttpRequest, has_token: bool) -> Self {
        let path = format!("/churnkey{}", masking::path(raw_path(http), has_token));
        Self { method: masking::method(http.method().as_str()), path }
    }
}
