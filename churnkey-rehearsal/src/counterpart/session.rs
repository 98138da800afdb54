//! The session record, in which the front end reports the end of a flow.

use serde_json::Value;

use super::{Caller, Counterpart};
use crate::event::{Event, Finding, Session};
use crate::fields::text;

/// The offers that need an action, and its module.
const OFFERS_WITH_ACTIONS: &[(&str, &str)] = &[
    ("DISCOUNT", "ApplyCoupon"),
    ("PAUSE", "Pause"),
    ("PLAN_CHANGE", "ChangePrice"),
    ("TRIAL_EXTENSION", "ExtendTrial"),
];

impl Counterpart {
    /// Logs a record, and reports an outcome without its action.
    pub(crate) fn record_session(&self, caller: Option<&Caller>, record: &Value) {
        let accepted = text(record, "/acceptedOffer/offerType");
        let canceled = record.get("canceled") == Some(&Value::Bool(true));
        let outcome = match accepted {
            Some(offer) => format!("an offer was accepted: {offer}"),
            None if canceled => "the subscription was cancelled".to_owned(),
            None if record.get("aborted") == Some(&Value::Bool(true)) => {
                "the flow was closed".to_owned()
            }
            None => "the flow ended".to_owned(),
        };
        self.shared.log.add(Event::Session(Session {
            customer: caller.map(|caller| caller.customer.clone()),
            subscription: caller.and_then(|caller| caller.subscription.clone()),
            outcome,
            record: record.clone(),
        }));
        let Some(caller) = caller else { return };
        let offer =
            accepted.and_then(|offer| OFFERS_WITH_ACTIONS.iter().find(|(name, _)| *name == offer));
        let (name, module) = match (offer, canceled) {
            (Some((offer, module)), _) => (*offer, *module),
            (None, true) => ("CANCEL", "Cancel"),
            _ => return,
        };
        // A discount without a coupon applies nothing, on purpose.
        let needs_no_action =
            name == "DISCOUNT" && text(record, "/acceptedOffer/couponId").is_none();
        let done = self
            .shared
            .flow(&caller.key(), |flow| flow.is_some_and(|flow| flow.accepted.contains(&name)));
        if !done && !needs_no_action {
            let subject = if name == "CANCEL" { "The cancellation" } else { "The accepted offer" };
            let detail = format!(
                "The front end recorded {name}, but no `{module}` was requested: the customer saw a success, and nothing happened."
            );
            self.shared.log.report(Finding::fault(format!("{subject} came without an action"), detail).help(
                "Up to version 0.5.0, the hook of `@churnkey/react` calls the page's own `handle…` callbacks instead of Churnkey. Carry the action out there, or update the component.",
            ));
        }
    }
}
