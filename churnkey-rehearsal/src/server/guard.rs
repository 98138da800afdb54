//! Decides which requests are answered. A rehearsal can cancel subscriptions, and any web page can make a browser send
//! requests to it.

use std::net::SocketAddr;

use actix_web::HttpRequest;
use actix_web::http::header::{HOST, ORIGIN};
use actix_web::http::uri::Uri;
use subtle::ConstantTimeEq as _;

/// The header of the page's own calls.
pub(super) const PAGE_TOKEN: &str = "x-rehearsal-token";

pub(super) struct Guard {
    /// In lower case, each with its port.
    hosts: Vec<String>,
    origins: Vec<String>,
    page_token: String,
}

impl Guard {
    pub(super) fn new(
        addresses: &[SocketAddr],
        hosts: &[String],
        origins: &[String],
        page_token: &str,
    ) -> Self {
        let mut all: Vec<_> = hosts.iter().map(|host| host.to_ascii_lowercase()).collect();
        for address in addresses {
            all.push(address.to_string());
            if address.ip().is_loopback() {
                all.push(format!("localhost:{}", address.port()));
            }
        }
        Self { hosts: all, origins: origins.to_vec(), page_token: page_token.to_owned() }
    }

    /// Whether the `Host` is one of this server's names. With DNS rebinding it is another name.
    pub(super) fn knows_host(&self, request: &HttpRequest) -> bool {
        let host = request.headers().get(HOST).and_then(|host| host.to_str().ok());
        host.is_some_and(|host| {
            let host = host.to_ascii_lowercase();
            let of_port_80 = format!("{host}:80");
            self.hosts.iter().any(|known| *known == host || *known == of_port_80)
        })
    }

    /// Whether the request comes from the page itself. A browser sends `Origin` with each `POST`.
    pub(super) fn is_the_page(&self, request: &HttpRequest) -> bool {
        let origin = request.headers().get(ORIGIN).and_then(|origin| origin.to_str().ok());
        let is_own = match origin {
            Some(origin) => self.is_own(origin),
            // Not a browser; the token decides.
            None => true,
        };
        let token = request.headers().get(PAGE_TOKEN).map_or(&b""[..], |token| token.as_bytes());
        is_own && bool::from(token.ct_eq(self.page_token.as_bytes()))
    }

    fn is_own(&self, origin: &str) -> bool {
        let host = origin.strip_prefix("http://").map(str::to_ascii_lowercase);
        host.is_some_and(|host| {
            let of_port_80 = format!("{host}:80");
            self.hosts.iter().any(|known| *known == host || *known == of_port_80)
        })
    }

    /// The origin of a request to the component's API, if it has one. An error if the origin is not allowed.
    pub(super) fn origin<'a>(&self, request: &'a HttpRequest) -> Result<Option<&'a str>, ()> {
        let Some(origin) = request.headers().get(ORIGIN) else { return Ok(None) };
        let origin = origin.to_str().map_err(|_| ())?;
        let is_allowed = self.is_own(origin)
            || match self.origins.as_slice() {
                [] => is_local(origin),
                origins => origins.iter().any(|known| known.eq_ignore_ascii_case(origin)),
            };
        if is_allowed { Ok(Some(origin)) } else { Err(()) }
    }
}

/// Whether the origin is on this machine, on any port.
fn is_local(origin: &str) -> bool {
    let Ok(uri) = origin.parse::<Uri>() else { return false };
    matches!(uri.scheme_str(), Some("http" | "https"))
        && matches!(uri.host(), Some("localhost" | "127.0.0.1" | "[::1]"))
}
