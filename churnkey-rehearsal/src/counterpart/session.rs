//! The session record, in which the front end reports how a flow ended.

use serde_json::Value;

use super::{Caller, Counterpart};
use crate::event::{Event, Finding, Session};
use crate::reading::text;

/// The offers that need an action of the integration.
const BILLED: &[(&str, &str)] = &[
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
        let billed = accepted.and_then(|offer| BILLED.iter().find(|(name, _)| *name == offer));
        let wanted = match (billed, canceled) {
            (Some((offer, module)), _) => (*offer, *module),
            (None, true) => ("CANCEL", "Cancel"),
            _ => return,
        };
        // A discount without a coupon is only words, on purpose.
        let words_alone =
            wanted.0 == "DISCOUNT" && text(record, "/acceptedOffer/couponId").is_none();
        let done = self
            .shared
            .flow(&caller.key(), |flow| flow.is_some_and(|flow| flow.accepted.contains(&wanted.0)));
        if !done && !words_alone {
            let what = if wanted.0 == "CANCEL" {
                "The cancellation"
            } else {
                "The offer that was accepted"
            };
            let detail = format!(
                "The front end recorded {}, but no `{}` was requested: the customer was told of a success, and nothing has happened.",
                wanted.0, wanted.1
            );
            self.shared.log.find(Finding::fault(format!("{what} came without an action"), detail).help(
                "Up to version 0.5.0, the hook of `@churnkey/react` calls the page's own `handle…` callbacks instead of Churnkey. Carry the action out there, or update the component.",
            ));
        }
    }
}
