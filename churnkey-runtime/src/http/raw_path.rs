//! The path of a request below `/churnkey`, as it was sent.

use actix_web::HttpRequest;

/// The raw path below `/churnkey`, wherever that is mounted.
///
/// The rest of the path that actix has not matched is partly decoded, but has as many segments as the raw one, since actix
/// keeps `%2F`.
pub(crate) fn raw_path(http: &HttpRequest) -> &str {
    let raw = http.uri().path();
    let rest = http.match_info().unprocessed();
    // The common case: nothing was decoded.
    if rest.starts_with('/') && raw.ends_with(rest) {
        return raw.get(raw.len() - rest.len()..).unwrap_or_default();
    }
    let slashes = rest.bytes().filter(|byte| *byte == b'/').count();
    let from = raw
        .bytes()
        .enumerate()
        .rev()
        .filter(|(_, byte)| *byte == b'/')
        .nth(slashes.saturating_sub(1));
    match from {
        Some((at, _)) if slashes > 0 => raw.get(at..).unwrap_or_default(),
        _ => "",
    }
}
