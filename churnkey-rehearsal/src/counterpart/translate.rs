//! Translates the component's actions into those of the protocol (protocol 6).

use std::rc::Rc;

use chrono::{DateTime, Months, SecondsFormat, TimeDelta, Utc};
use churnkey_verify::Announced;
use serde_json::{Value, json};

use super::action::Action;
use super::{Caller, Counterpart, Refused};
use crate::fields::{date, id, period_end, set, status};
use crate::flow::Interval;

/// A request for an action.
pub(crate) struct Call {
    pub(crate) path: &'static str,
    pub(crate) body: Value,
    /// The subscriptions that it changes, as indices into the scope.
    pub(crate) subscriptions: Vec<usize>,
    /// The promise to the customer, in words.
    pub(crate) promise: String,
}

impl Counterpart {
    /// The calls for an action. If the token names no subscription, that is one call for all subscriptions if the integration
    /// announces it, or else one call for each.
    pub(crate) fn translate(
        &self,
        announced: &Rc<Announced>,
        caller: &Caller,
        action: &Action,
        scope: &[Value],
    ) -> Result<Vec<Call>, Refused> {
        let module = action.module();
        if !announced.has(module) {
            let reason = format!("the integration does not announce `{module}`");
            return Err(Refused::new(409, reason));
        }
        let all = match action {
            Action::Cancel { .. } => Some("/actions/customer/cancel"),
            Action::Pause { .. } => Some("/actions/customer/pause"),
            _ => None,
        };
        let all = all.filter(|_| {
            caller.subscription.is_none() && announced.flag(module, "handleAll") == Some(true)
        });
        if let (Some(path), Some(first)) = (all, scope.first()) {
            let (mut body, promise) = self.body(announced, caller, action, first);
            // One paused subscription is enough.
            if body.get("unpause").is_some() {
                set(
                    &mut body,
                    "unpause",
                    Value::Bool(scope.iter().any(|subscription| status(subscription) == "paused")),
                );
            }
            let subscriptions = (0..scope.len()).collect();
            return Ok(vec![Call { path, body, subscriptions, promise }]);
        }
        let path = match action {
            Action::Discount { .. } => "/actions/subscription/apply-coupon",
            Action::Pause { .. } => "/actions/subscription/pause",
            Action::ChangePlan { .. } => "/actions/subscription/change-price",
            Action::ExtendTrial { .. } => "/actions/subscription/extend-trial",
            Action::Cancel { .. } => "/actions/subscription/cancel",
        };
        let call = |(at, subscription): (usize, &Value)| {
            let (mut body, promise) = self.body(announced, caller, action, subscription);
            set(&mut body, "subscriptionId", json!(id(subscription)));
            Call { path, body, subscriptions: vec![at], promise }
        };
        // Only trials can be extended.
        let is_affected = |subscription: &Value| {
            !matches!(action, Action::ExtendTrial { .. })
                || scope.len() == 1
                || status(subscription) == "trial"
        };
        let calls = scope.iter().enumerate().filter(|(_, subscription)| is_affected(subscription));
        Ok(calls.map(call).collect())
    }

    /// The body of a call without the subscription's id, and the promise.
    fn body(
        &self,
        announced: &Announced,
        caller: &Caller,
        action: &Action,
        subscription: &Value,
    ) -> (Value, String) {
        let mut body = json!({ "customerId": caller.customer });
        let module = action.module();
        let end = period_end(subscription);
        let promise = match action {
            Action::Discount { coupon } => {
                set(&mut body, "coupon", json!(coupon));
                format!("a discount with the coupon {coupon}")
            }
            Action::Pause { duration, interval } => {
                let at = self.schedule(announced, module, "startDates");
                let begin = match at {
                    "immediate" => Utc::now(),
                    _ => end.unwrap_or_else(Utc::now),
                };
                set(&mut body, "startAt", json!(at));
                set(&mut body, "duration", pause(announced, *duration, *interval, begin));
                let annual = announced.flag(module, "allowAnnual").unwrap_or(false);
                set(&mut body, "allowAnnual", json!(annual));
                let unit = if *interval == Interval::Week { "week" } else { "month" };
                let s = if *duration == 1 { "" } else { "s" };
                format!("a pause of {duration} {unit}{s}, from {}", when(at, end))
            }
            Action::ChangePlan { plan } => {
                let at = self.schedule(announced, module, "schedules");
                set(&mut body, "price", json!(plan));
                set(&mut body, "scheduledAt", json!(at));
                set(
                    &mut body,
                    "prorate",
                    json!(announced.flag(module, "prorate").unwrap_or(false)),
                );
                format!("the price {plan}, from {}", when(at, end))
            }
            Action::ExtendTrial { days } => {
                set(
                    &mut body,
                    "duration",
                    extension(announced, *days, date(subscription, "/status/trial/end")),
                );
                format!("a trial extended by {days} days")
            }
            Action::Cancel { at_period_end } => {
                let at = scheduled(announced, *at_period_end);
                set(&mut body, "scheduledAt", json!(at));
                if announced.flag(module, "unpause") == Some(true) {
                    set(&mut body, "unpause", json!(status(subscription) == "paused"));
                }
                match at {
                    "immediate" => "the end of the subscription, now".to_owned(),
                    later => format!("the end of the subscription, at {}", when(later, end)),
                }
            }
        };
        (body, promise)
    }
}

/// The schedule that the component requests, or else the one that is announced.
fn scheduled(announced: &Announced, at_period_end: bool) -> &'static str {
    let words = announced.words("Cancel", "schedules");
    let has = |word: &str| words.iter().any(|known| known == word);
    match (has("end-of-period"), has("immediate")) {
        (true, true) if !at_period_end => "immediate",
        (false, true) => "immediate",
        _ => "end-of-period",
    }
}

fn when(word: &str, end: Option<DateTime<Utc>>) -> String {
    match (word, end) {
        ("immediate", _) => "now on".to_owned(),
        (_, Some(end)) => format!("the end of the period ({})", end.format("%F")),
        _ => "the end of the period".to_owned(),
    }
}

/// The duration of a pause, counted from its start (protocol 6.2).
fn pause(announced: &Announced, amount: u32, unit: Interval, start: DateTime<Utc>) -> Value {
    let unit_word = if unit == Interval::Week { "week" } else { "month" };
    let end = match unit {
        Interval::Month => start.checked_add_months(Months::new(amount)),
        Interval::Week => start.checked_add_signed(TimeDelta::weeks(i64::from(amount))),
    };
    duration(announced, "Pause", amount, unit_word, end.unwrap_or(start))
}

/// The duration of an extension, counted from the current end of the trial (protocol 6.5).
fn extension(announced: &Announced, days: u32, end: Option<DateTime<Utc>>) -> Value {
    let end = end.unwrap_or_else(Utc::now);
    let later = end.checked_add_signed(TimeDelta::days(i64::from(days))).unwrap_or(end);
    duration(announced, "ExtendTrial", days, "day", later)
}

/// A period unless only dates are announced.
fn duration(
    announced: &Announced,
    module: &str,
    amount: u32,
    unit: &str,
    end: DateTime<Utc>,
) -> Value {
    let words = announced.words(module, "durations");
    let has = |word: &str| words.iter().any(|known| known == word);
    if has("date") && !has("period") {
        return json!({ "type": "date", "date": end.to_rfc3339_opts(SecondsFormat::Millis, true) });
    }
    json!({ "type": "period", "amount": amount, "unit": unit })
}
