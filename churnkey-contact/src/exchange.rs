//! A request with its response, as the proxy passes it to the recorder. The record keeps none of it but its kind.

use std::time::Duration;

use chrono::{DateTime, Utc};

use crate::request::Request;

#[derive(Clone)]
pub(crate) struct Exchange {
    /// As it came. The body is empty if the recorder rejected the request itself.
    pub(crate) request: Request,
    pub(crate) at: DateTime<Utc>,
    /// The response's status.
    pub(crate) status: u16,
    /// From the request's head until there was something to pass back: the whole response, or the first part of a large
    /// one.
    pub(crate) took: Duration,
    /// What was translated, in the words of the log.
    pub(crate) translated: Vec<String>,
}
