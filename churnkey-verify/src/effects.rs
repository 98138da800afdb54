//! What an action must have done to a subscription: pure functions of how it was before and how it is after.

use serde_json::Value;

use crate::fields;

/// An action with the options that its effect depends on.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Effect<'a> {
    /// `Cancel` with its schedule.
    Cancel(&'a str),
    /// `Pause` with its start date.
    Pause(&'a str),
    /// `ApplyCoupon` with its coupon.
    ApplyCoupon(&'a str),
    /// `ChangePrice` with its price and its schedule.
    ChangePrice(&'a str, &'a str),
    /// `ExtendTrial`.
    ExtendTrial,
}

/// Why an effect is not there.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct Missing {
    /// The JSON path of the subscription that should have changed, or should not have.
    pub path: &'static str,
    /// What the protocol wants.
    pub expected: &'static str,
    /// What came instead.
    pub got: &'static str,
}

const IMMEDIATE: &str = "immediate";

impl Effect<'_> {
    /// Whether it shows at once. What is scheduled for the end of the period shows then; the protocol does not say how it
    /// is to be seen before.
    #[must_use]
    pub fn shows_at_once(&self) -> bool {
        match self {
            Self::Cancel(schedule) | Self::Pause(schedule) | Self::ChangePrice(_, schedule) => {
                *schedule == IMMEDIATE
            }
            Self::ApplyCoupon(_) | Self::ExtendTrial => true,
        }
    }

    /// What is wrong with the subscription after the action was accepted.
    #[must_use]
    pub fn missing(&self, before: &Value, after: &Value) -> Option<Missing> {
        let missing = |path, expected, got| Some(Missing { path, expected, got });
        match *self {
            Self::Cancel(IMMEDIATE) if status(after) != "canceled" => {
                missing("$.status.name", "the status `canceled`", "200, but another status")
            }
            Self::Cancel(schedule) if schedule != IMMEDIATE && ended_early(after) => missing(
                "$.status.name",
                "no cancellation before the period ends",
                "a cancellation at once",
            ),
            Self::Pause(IMMEDIATE) if status(after) != "paused" => {
                missing("$.status.name", "the status `paused`", "200, but another status")
            }
            Self::Pause(start) if start != IMMEDIATE && status(after) == "paused" => {
                missing("$.status.name", "no pause before the period ends", "a pause at once")
            }
            Self::ApplyCoupon(coupon) if !has(after, "/discounts", "/coupon/id", coupon) => {
                missing("$.discounts", "a discount with that coupon", "200, but no such discount")
            }
            Self::ChangePrice(price, IMMEDIATE) if !has(after, "/items", "/price/id", price) => {
                missing("$.items", "an item with that price", "200, but no such item")
            }
            Self::ChangePrice(price, schedule)
                if schedule != IMMEDIATE && has(after, "/items", "/price/id", price) =>
            {
                missing("$.items", "the old price until the period ends", "the new price at once")
            }
            Self::ExtendTrial if trial_end(after) <= trial_end(before) => {
                missing("$.status.trial.end", "a later end of the trial", "200, but no later end")
            }
            _ => None,
        }
    }
}

fn status(subscription: &Value) -> &str {
    subscription.pointer("/status/name").and_then(Value::as_str).unwrap_or_default()
}

fn date(subscription: &Value, pointer: &str) -> Option<chrono::DateTime<chrono::Utc>> {
    subscription.pointer(pointer).and_then(fields::date)
}

fn trial_end(subscription: &Value) -> Option<chrono::DateTime<chrono::Utc>> {
    date(subscription, "/status/trial/end")
}

/// Canceled now, though its period goes on.
fn ended_early(subscription: &Value) -> bool {
    let now = chrono::Utc::now();
    status(subscription) == "canceled"
        && date(subscription, "/status/canceledAt").is_some_and(|at| at <= now)
        && date(subscription, "/status/currentPeriod/end").is_some_and(|end| end > now)
}

fn has(subscription: &Value, list: &str, pointer: &str, wanted: &str) -> bool {
    let list = subscription.pointer(list).and_then(Value::as_array).into_iter().flatten();
    list.into_iter().any(|item| item.pointer(pointer).is_some_and(|id| id == wanted))
}
