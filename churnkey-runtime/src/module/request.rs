//! A routed request as a module's endpoint reads it.

use actix_web::web::Bytes;

use crate::error::{Error, Result};
use crate::models::PageRequest;
use crate::module::query::{self, PageLimits};

pub(crate) struct Request {
    /// The path's parameters, decoded, in the order of the pattern.
    pub(crate) params: std::vec::IntoIter<String>,
    /// The raw query.
    pub(crate) query: String,
    /// Read for actions, empty for controllers.
    pub(crate) body: Bytes,
    pub(crate) limits: PageLimits,
}

impl Request {
    /// The next parameter of the path, as an id or another string.
    pub(crate) fn param<T: From<String>>(&mut self) -> Result<T> {
        let param = self.params.next();
        param.map(T::from).ok_or_else(|| {
            Error::internal("an endpoint reads more parameters than its pattern has")
        })
    }

    pub(crate) fn page(&self) -> Result<PageRequest> {
        query::page(&self.query, self.limits)
    }
}
