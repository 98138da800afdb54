//! Where the options of an action come from: a request with its body, or code.

use std::fmt;

use actix_web::web::Bytes;
use chrono::{DateTime, Utc};

use crate::module::fields::Fields;
use crate::module::mode::Mode;
use crate::module::request_info::RequestInfo;

#[derive(Clone)]
pub(crate) struct Origin {
    /// As it arrived, so that a merchant can read keys that this crate does not know; empty for options made in code.
    body: Bytes,
    source: Source,
}

#[derive(Clone)]
enum Source {
    Request(RequestInfo),
    Code { made_at: DateTime<Utc> },
}

impl Origin {
    pub(crate) fn read(fields: &Fields<'_>) -> Self {
        Self::new(fields.body())
    }

    /// Options that a method makes belong to the request that the method is called for.
    pub(crate) fn in_code() -> Self {
        Self::new(Bytes::new())
    }

    fn new(body: Bytes) -> Self {
        let source = match RequestInfo::current() {
            Some(request) => Source::Request(request),
            None => Source::Code { made_at: Utc::now() },
        };
        Self { body, source }
    }

    pub(crate) fn json(&self) -> serde_json::Value {
        serde_json::from_slice(&self.body).unwrap_or_default()
    }

    pub(crate) fn request(&self) -> Option<&RequestInfo> {
        match &self.source {
            Source::Request(request) => Some(request),
            Source::Code { .. } => None,
        }
    }

    /// When the request arrived or the options were made, in whole milliseconds.
    pub(crate) fn at(&self) -> DateTime<Utc> {
        match &self.source {
            Source::Request(request) => request.received_at(),
            Source::Code { made_at } => {
                DateTime::from_timestamp_millis(made_at.timestamp_millis()).unwrap_or_default()
            }
        }
    }

    /// Options made outside a request are in live mode, like a request that names no mode.
    pub(crate) fn mode(&self) -> Mode {
        self.request().map_or(Mode::Live, RequestInfo::mode)
    }
}

impl fmt::Debug for Origin {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} bytes", self.body.len())
    }
}
