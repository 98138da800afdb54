//! The session record of a play, as the component would send it.

use serde_json::{Value, json};

use super::path::Path;
use crate::counterpart::Caller;
use crate::counterpart::action::Action;
use crate::counterpart::config::CustomerFlow;
use crate::fields::set;
use crate::flow::{Interval, Offer};

pub(super) fn of(
    caller: &Caller,
    mode_word: &str,
    flow: &CustomerFlow,
    path: &Path<'_>,
    accepted: Option<&Offer>,
    action: Option<&Action>,
) -> Value {
    let mut record = json!({
        "blueprintId": flow.flow.blueprint_id,
        "customer": { "id": caller.customer, "subscriptionId": caller.subscription },
        "canceled": accepted.is_none(),
        "presentedOffers": path.offers.iter().map(|offer| json!({
            "offerType": kind(offer),
            "accepted": accepted.is_some_and(|accepted| std::ptr::eq(accepted, *offer)),
        })).collect::<Vec<_>>(),
        "mode": mode_word,
        "embedVersion": "rehearsal",
    });
    if let Some(reason) = path.reason {
        set(&mut record, "surveyChoiceId", json!(reason.id));
        set(&mut record, "surveyChoiceValue", json!(reason.label));
    }
    if let Some(feedback) = path.feedback {
        set(&mut record, "feedback", json!(feedback));
    }
    if let Some(offer) = accepted {
        let mut accepted = json!({ "offerType": kind(offer) });
        match action {
            Some(Action::Discount { coupon }) => set(&mut accepted, "couponId", json!(coupon)),
            Some(Action::Pause { duration, interval }) => {
                set(&mut accepted, "pauseDuration", json!(duration));
                let is_weeks = *interval == Interval::Week;
                set(&mut accepted, "pauseInterval", json!(if is_weeks { "WEEK" } else { "MONTH" }));
            }
            Some(Action::ChangePlan { plan }) => set(&mut accepted, "newPlanId", json!(plan)),
            Some(Action::ExtendTrial { days }) => {
                set(&mut accepted, "trialExtensionDays", json!(days));
            }
            _ => {}
        }
        set(&mut record, "acceptedOffer", accepted);
    }
    record
}

/// Such as `PLAN_CHANGE`.
fn kind(offer: &Offer) -> String {
    offer.terms.as_str().to_ascii_uppercase()
}
