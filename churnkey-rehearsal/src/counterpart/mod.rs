//! Churnkey's part between a front end and an integration: it reads data, makes a flow, and requests actions.

pub(crate) mod act;
pub(crate) mod config;
pub(crate) mod data;
pub(crate) mod send;
pub(crate) mod session;
pub(crate) mod translate;

use std::cell::RefCell;
use std::rc::Rc;
use std::sync::Arc;

use churnkey_verify::Announced;

use crate::settings::{Key, Shared};

pub(crate) use send::Failure;

/// For one thread.
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
    pub(crate) fn key(&self) -> Key {
        (self.customer.clone(), self.subscription.clone())
    }
}

/// Why a request of the front end is refused: a status, and the reason as plain text.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Refused {
    pub(crate) status: u16,
    pub(crate) reason: String,
}

impl Refused {
    pub(crate) fn new(status: u16, reason: impl Into<String>) -> Self {
        Self { status, reason: reason.into() }
    }
}

/// A failure of the integration, as the front end sees it.
impl From<Failure> for Refused {
    fn from(failure: Failure) -> Self {
        let status = match failure.status {
            Some(status @ 400..=499) if !matches!(status, 401 | 403) => status,
            None => 504,
            _ => 502,
        };
        Self::new(status, failure.to_string())
    }
}

impl Counterpart {
    pub(crate) fn new(shared: Arc<Shared>) -> Self {
        Self { shared, announced: RefCell::new(None) }
    }

    /// What the integration announces; read once, until [`forget`](Self::forget).
    pub(crate) async fn announced(&self) -> Result<Rc<Announced>, Failure> {
        if let Some(announced) = self.announced.borrow().as_ref() {
            return Ok(Rc::clone(announced));
        }
        let read = Rc::new(self.read_manifest().await?);
        *self.announced.borrow_mut() = Some(Rc::clone(&read));
        Ok(read)
    }

    pub(crate) fn forget(&self) {
        *self.announced.borrow_mut() = None;
    }
}
