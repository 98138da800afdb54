//! A routed request, as a module's endpoint reads it.

use std::sync::Arc;

use actix_web::web::Bytes;

use crate::error::Result;
use crate::models::PageRequest;
use crate::module::fields::Fields;
use crate::module::odd::{Oddities, Odds};
use crate::module::query::{self, PageLimits};
use crate::module::spellings::Spellings;

pub(crate) struct Request {
    /// The raw query.
    pub(crate) query: String,
    /// An action's body; empty for controllers.
    pub(crate) body: Bytes,
    pub(crate) limits: PageLimits,
    /// Other names for the keys and words of a body.
    pub(crate) spellings: Option<Arc<Spellings>>,
}

impl Request {
    pub(crate) fn page(&self) -> Result<PageRequest> {
        query::page(&self.query, self.limits)
    }

    /// Reads the body with `read`, and returns its oddities too.
    pub(crate) fn read<O>(&self, read: impl FnOnce(&Fields<'_>) -> Result<O>) -> Result<(O, Odds)> {
        let oddities = Oddities::default();
        let fields = Fields::parse_with(&self.body, self.spellings.as_deref(), Some(&oddities));
        let options = fields.and_then(|fields| match read(&fields) {
            Ok(options) => {
                fields.report_unread();
                Ok(options)
            }
            Err(error) => {
                fields.report_unknown();
                Err(error)
            }
        });
        match options {
            Ok(options) => Ok((options, oddities.take())),
            Err(error) => Err(error.with_odds(oddities.take())),
        }
    }
}
