//! The headers that a proxy drops and adds.

use actix_web::HttpRequest;

use crate::request::Headers;

/// Headers that belong to a connection, and not to the message that it carries (RFC 9110, 7.6.1).
const HOP_BY_HOP: &[&str] = &[
    "connection",
    "keep-alive",
    "proxy-authenticate",
    "proxy-connection",
    "te",
    "trailer",
    "transfer-encoding",
    "upgrade",
];
/// Headers that the client for the integration sets.
const OF_THE_CLIENT: &[&str] = &["content-length", "expect", "host"];
const ADDED: &[&str] = &["x-forwarded-for", "x-forwarded-host", "x-forwarded-proto"];

/// Whether the integration never gets this header, or not as it came.
pub(crate) fn is_own(name: &str) -> bool {
    [HOP_BY_HOP, OF_THE_CLIENT, ADDED].iter().any(|names| names.contains(&name))
}

/// Which headers of a message end at this hop.
pub(crate) struct HopByHop(Vec<String>);

impl HopByHop {
    /// `connection` are the values of the header with this name: it names further ones.
    pub(crate) fn new<'a>(connection: impl Iterator<Item = &'a [u8]>) -> Self {
        let options = connection.flat_map(|value| value.split(|byte| *byte == b','));
        let names = options.map(|name| String::from_utf8_lossy(name.trim_ascii()));
        Self(names.map(|name| name.to_ascii_lowercase()).collect())
    }

    pub(crate) fn contains(&self, name: &str) -> bool {
        HOP_BY_HOP.contains(&name) || self.0.iter().any(|named| named == name)
    }
}

/// Without those of the client's connection.
pub(crate) fn end_to_end(mut headers: Headers) -> Headers {
    let connection = headers.iter().filter(|(name, _)| name == "connection");
    let hop_by_hop = HopByHop::new(connection.map(|(_, value)| &**value));
    headers
        .retain(|(name, _)| !hop_by_hop.contains(name) && !OF_THE_CLIENT.contains(&name.as_str()));
    headers
}

/// Says who the client is and what it asked for. Called after [`end_to_end`], so that no client can have them dropped.
pub(crate) fn add_forwarded(headers: &mut Headers, request: &HttpRequest) {
    if let Some(peer) = request.peer_addr() {
        add_forwarded_for(headers, &peer.ip().to_string());
    }
    let mut add = |name: &str, value: &[u8]| {
        if !headers.iter().any(|(known, _)| known == name) {
            headers.push((name.to_owned(), value.to_vec()));
        }
    };
    if let Some(host) = request.headers().get("host") {
        add("x-forwarded-host", host.as_bytes());
    }
    add("x-forwarded-proto", if request.app_config().secure() { b"https" } else { b"http" });
}

/// In one line: in which order several lines count is up to the integration, and the last address must be this one.
pub(crate) fn add_forwarded_for(headers: &mut Headers, peer: &str) {
    let mut addresses = Vec::new();
    headers.retain_mut(|(name, value)| {
        let is_other = name != "x-forwarded-for";
        if !is_other {
            addresses.push(std::mem::take(value));
        }
        is_other
    });
    addresses.push(peer.as_bytes().to_vec());
    headers.push(("x-forwarded-for".to_owned(), addresses.join(&b", "[..])));
}
