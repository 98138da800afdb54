//! The modules of the protocol as Churnkey's side knows them, in one table: [`MODULES`]. A controller's entry is with
//! its model (`models/`), and an action's with the effect it must have (`actions/`).
//!
//! It is a second reading of the protocol, independent of the runtime's, so that each can find the other's mistakes.

use crate::checks::{self, Check};
use crate::module::{Action, Controller, Module};
use crate::transport::segment;
use crate::{actions, models};

/// All modules: controllers, then actions.
pub(crate) static MODULES: [&Module; 11] = [
    &models::CUSTOMERS,
    &models::PRICES,
    &models::SUBSCRIPTIONS,
    &models::COUPONS,
    &models::PRODUCTS,
    &models::FAMILIES,
    &actions::APPLY_COUPON,
    &actions::CHANGE_PRICE,
    &actions::EXTEND_TRIAL,
    &actions::PAUSE,
    &actions::CANCEL,
];

/// All checks, in the order of the report: first those for every module, then those of each module.
///
/// ```
/// # mod churnkey { pub use churnkey_runtime::*; pub use churnkey_verify::{self as verify, testing}; }
/// let ids: Vec<_> = churnkey::verify::checks().map(|check| check.id).collect();
/// assert!(ids.contains(&"auth.wrong") && ids.contains(&"model.customer"));
/// ```
pub fn checks() -> impl Iterator<Item = &'static Check> {
    checks::CHECKS.iter().chain(MODULES.iter().flat_map(|module| module.checks))
}

/// The controllers.
pub(crate) fn controllers() -> impl Iterator<Item = (&'static Module, &'static Controller)> {
    MODULES.iter().filter_map(|module| Some((*module, module.controller()?)))
}

/// The controllers with a single list, and not one for each customer.
pub(crate) fn collections() -> impl Iterator<Item = (&'static Module, &'static Controller)> {
    controllers().filter(|(_, controller)| !controller.list.contains(':'))
}

/// The actions.
pub(crate) fn actions() -> impl Iterator<Item = (&'static Module, &'static Action)> {
    MODULES.iter().filter_map(|module| Some((*module, module.action()?)))
}

/// A path with these ids in place of its parameters.
pub(crate) fn path(pattern: &str, ids: &[&str]) -> String {
    let mut ids = ids.iter();
    let segments = pattern.split('/').map(|part| match part.strip_prefix(':') {
        Some(_) => ids.next().map(|id| segment(id)).unwrap_or_default(),
        None => part.to_owned(),
    });
    segments.collect::<Vec<_>>().join("/")
}
