//! A routed request as a module's endpoint reads it.

use actix_web::web::Bytes;

use crate::error::Result;
use crate::models::PageRequest;
use crate::module::query::{self, PageLimits};

pub(crate) struct Request {
    /// The raw query.
    pub(crate) query: String,
    /// Read for actions, empty for controllers.
    pub(crate) body: Bytes,
    pub(crate) limits: PageLimits,
}

impl Request {
    pub(crate) fn page(&self) -> Result<PageRequest> {
        query::page(&self.query, self.limits)
    }
}
