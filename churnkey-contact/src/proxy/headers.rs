//! The headers that a proxy drops and adds.

use actix_web::HttpRequest;

use crate::request::Headers;

/// Headers that belong to a connection, and not to the message that it carries (RFC 9110, 7.6.1).
pub(crate) const HOP_BY_HOP: &[&str] = &[
    "connection",
    "keep-alive",
    "proxy-authenticate",
    "proxy-connection",
    "te",
    "trailer",
    "transfer-encoding",
    "upgrade",
];

/// The headers for the integration. `host`, `content-length` and `expect` are set anew for its connection.
pub(crate) fn forwarded(mut headers: Headers, request: &HttpRequest) -> Headers {
    let is_dropped = |name: &str| {
        HOP_BY_HOP.contains(&name) || matches!(name, "host" | "content-length" | "expect")
    };
    let host = headers.iter().find(|(name, _)| name == "host").map(|(_, value)| value.clone());
    headers.retain(|(name, _)| !is_dropped(name));
    let mut add =
        |name: &str, value: Vec<u8>| match headers.iter_mut().find(|(known, _)| known == name) {
            Some((_, known)) if name == "x-forwarded-for" => {
                known.extend_from_slice(b", ");
                known.extend(value);
            }
            Some(_) => {}
            None => headers.push((name.to_owned(), value)),
        };
    if let Some(peer) = request.peer_addr() {
        add("x-forwarded-for", peer.ip().to_string().into_bytes());
    }
    if let Some(host) = host {
        add("x-forwarded-host", host);
    }
    let scheme = if request.app_config().secure() { "https" } else { "http" };
    add("x-forwarded-proto", scheme.as_bytes().to_vec());
    headers
}
