//! CORS headers, which let a page of another origin read the answers of the component's API.

use actix_web::HttpRequest;
use actix_web::http::header::{
    ACCESS_CONTROL_ALLOW_HEADERS, ACCESS_CONTROL_ALLOW_METHODS, ACCESS_CONTROL_ALLOW_ORIGIN,
    ACCESS_CONTROL_MAX_AGE, ACCESS_CONTROL_REQUEST_HEADERS, HeaderMap, HeaderName, HeaderValue,
    VARY,
};

const HEADERS: &str = "content-type,x-ck-app,x-ck-authorization,x-ck-capabilities,x-ck-customer,x-ck-mode,x-ck-subscription";
const PRIVATE_NETWORK: HeaderName =
    HeaderName::from_static("access-control-request-private-network");
const ALLOW_PRIVATE_NETWORK: HeaderName =
    HeaderName::from_static("access-control-allow-private-network");

/// For every answer, including errors: without it the component sees a network error.
pub(super) fn allow(headers: &mut HeaderMap, origin: Option<&str>) {
    headers.insert(VARY, HeaderValue::from_static("origin"));
    if let Some(origin) = origin.and_then(|origin| HeaderValue::from_str(origin).ok()) {
        headers.insert(ACCESS_CONTROL_ALLOW_ORIGIN, origin);
    }
}

/// For the answer to a preflight. It allows every `x-ck-…` header, because newer components send more.
pub(super) fn preflight(request: &HttpRequest, headers: &mut HeaderMap) {
    let requested = request.headers().get(ACCESS_CONTROL_REQUEST_HEADERS);
    let requested = requested.and_then(|names| names.to_str().ok()).unwrap_or_default();
    let others = requested.split(',').map(|name| name.trim().to_ascii_lowercase()).filter(|name| {
        let is_known = HEADERS.split(',').any(|known| known == name);
        let is_plain = name.bytes().all(|byte| byte.is_ascii_alphanumeric() || byte == b'-');
        name.starts_with("x-ck-") && is_plain && !is_known
    });
    let all = others.fold(HEADERS.to_owned(), |all, name| format!("{all},{name}"));
    if let Ok(all) = HeaderValue::from_str(&all) {
        headers.insert(ACCESS_CONTROL_ALLOW_HEADERS, all);
    }
    headers.insert(ACCESS_CONTROL_ALLOW_METHODS, HeaderValue::from_static("POST"));
    headers.insert(ACCESS_CONTROL_MAX_AGE, HeaderValue::from_static("600"));
    if request.headers().contains_key(PRIVATE_NETWORK) {
        headers.insert(ALLOW_PRIVATE_NETWORK, HeaderValue::from_static("true"));
    }
}
