//! Churnkey's part between a front end and an integration: it reads data, prepares flows, and requests actions.

mod act;
pub(crate) mod action;
pub(crate) mod config;
pub(crate) mod data;
mod failure;
mod send;
mod session;
mod translate;

use std::cell::RefCell;
use std::rc::Rc;
use std::sync::Arc;

use churnkey_verify::Announced;

use crate::shared::{FlowKey, Shared};

pub(crate) use failure::{Failure, Refused};

/// For use in a single thread.
pub(crate) struct Counterpart {
    pub(crate) shared: Arc<Shared>,
    /// Churnkey reads the manifest once and keeps it.
    announced: RefCell<Option<Rc<Announced>>>,
}

/// The customer and subscription of a flow.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Caller {
    pub(crate) customer: String,
    pub(crate) subscription: Option<String>,
}

impl Caller {
    pub(crate) fn key(&self) -> FlowKey {
        (self.customer.clone(), self.subscription.clone())
    }
}

impl Counterpart {
    pub(crate) fn new(shared: Arc<Shared>) -> Self {
        Self { shared, announced: RefCell::new(None) }
    }
}
