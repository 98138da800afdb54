//! A request and its answer, as the proxy hands them to the recorder. Nothing of it is kept but what [`Kind`] has.
//!
//! [`Kind`]: crate::record::kind::Kind

use std::time::Duration;

use chrono::{DateTime, Utc};

/// How many headers of a request are looked at.
pub(crate) const HEADERS: usize = 100;

#[derive(Clone)]
pub(crate) struct Seen {
    pub(crate) at: DateTime<Utc>,
    pub(crate) method: String,
    /// Path and query, as they came.
    pub(crate) target: String,
    pub(crate) headers: Vec<(String, Vec<u8>)>,
    pub(crate) body: Vec<u8>,
    /// What was answered.
    pub(crate) status: u16,
    /// From the request's head to the answer's.
    pub(crate) took: Duration,
    /// What was translated, as it was told.
    pub(crate) translated: Vec<String>,
}

impl Seen {
    pub(crate) fn header(&self, name: &str) -> Option<&[u8]> {
        self.headers.iter().find(|(known, _)| known.eq_ignore_ascii_case(name)).map(|(_, it)| &**it)
    }
}
