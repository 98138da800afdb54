//! Where the integration is.

use std::io;

use churnkey_verify::transport::ApiUrl;
use hyper::Uri;
use hyper::http::uri::{Authority, Scheme};

#[derive(Clone)]
pub(crate) struct Origin {
    scheme: Scheme,
    authority: Authority,
    /// The path of the API URL.
    prefix: String,
}

impl Origin {
    pub(crate) fn new(url: &ApiUrl) -> io::Result<Self> {
        let invalid = |error| io::Error::new(io::ErrorKind::InvalidInput, error);
        Ok(Self {
            scheme: Scheme::try_from(url.scheme()).map_err(invalid)?,
            authority: Authority::try_from(url.authority()).map_err(invalid)?,
            prefix: url.path().to_owned(),
        })
    }

    /// Made of parts, so that no target can change the host or the port.
    pub(crate) fn uri(&self, target: &str) -> Option<Uri> {
        let path = match target {
            // The server as a whole (RFC 9110, 7.1).
            "*" => target.to_owned(),
            target if target.starts_with('/') => format!("{}{target}", self.prefix),
            target => format!("{}/{target}", self.prefix),
        };
        let (scheme, authority) = (self.scheme.clone(), self.authority.clone());
        Uri::builder().scheme(scheme).authority(authority).path_and_query(path).build().ok()
    }
}
