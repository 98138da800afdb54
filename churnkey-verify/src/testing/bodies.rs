//! The options of an action as Churnkey sends them (protocol 6). The words are written out here, since words taken from
//! the runtime could not reveal a wrong one.

use chrono::SecondsFormat;
use churnkey_runtime::actions::{
    ActionDuration, ApplyCouponOptions, CancelAllOptions, CancelOptions, ChangePriceOptions,
    DurationUnit, ExtendTrialOptions, PauseAllOptions, PauseOptions, Schedule, StartDate,
};
use serde_json::{Value, json};

/// The JSON body of a request for an action.
pub(crate) trait ActionBody {
    fn body(&self) -> Value;
}

impl ActionBody for CancelOptions {
    fn body(&self) -> Value {
        json!({
            "customerId": self.customer_id.as_str(),
            "subscriptionId": self.subscription_id.as_str(),
            "scheduledAt": schedule(self.scheduled_at),
            "unpause": self.unpause,
        })
    }
}

impl ActionBody for CancelAllOptions {
    fn body(&self) -> Value {
        json!({
            "customerId": self.customer_id.as_str(),
            "scheduledAt": schedule(self.scheduled_at),
            "unpause": self.unpause,
        })
    }
}

impl ActionBody for PauseOptions {
    fn body(&self) -> Value {
        json!({
            "customerId": self.customer_id.as_str(),
            "subscriptionId": self.subscription_id.as_str(),
            "startAt": start_date(self.start_at),
            "duration": duration(&self.duration),
            "allowAnnual": self.allow_annual,
        })
    }
}

impl ActionBody for PauseAllOptions {
    fn body(&self) -> Value {
        json!({
            "customerId": self.customer_id.as_str(),
            "startAt": start_date(self.start_at),
            "duration": duration(&self.duration),
            "allowAnnual": self.allow_annual,
        })
    }
}

impl ActionBody for ApplyCouponOptions {
    fn body(&self) -> Value {
        json!({
            "customerId": self.customer_id.as_str(),
            "subscriptionId": self.subscription_id.as_str(),
            "coupon": self.coupon.as_str(),
        })
    }
}

impl ActionBody for ChangePriceOptions {
    fn body(&self) -> Value {
        json!({
            "customerId": self.customer_id.as_str(),
            "subscriptionId": self.subscription_id.as_str(),
            "price": self.price.as_str(),
            "scheduledAt": schedule(self.scheduled_at),
            "prorate": self.prorate,
        })
    }
}

impl ActionBody for ExtendTrialOptions {
    fn body(&self) -> Value {
        json!({
            "customerId": self.customer_id.as_str(),
            "subscriptionId": self.subscription_id.as_str(),
            "duration": duration(&self.duration),
        })
    }
}

fn schedule(schedule: Schedule) -> &'static str {
    match schedule {
        Schedule::Immediate => "immediate",
        Schedule::EndOfPeriod => "end-of-period",
    }
}

fn start_date(start_date: StartDate) -> &'static str {
    match start_date {
        StartDate::Immediate => "immediate",
        StartDate::EndOfPeriod => "end-of-period",
    }
}

fn duration(duration: &ActionDuration) -> Value {
    match duration {
        ActionDuration::Period { amount, unit } => {
            let unit = match unit {
                DurationUnit::Day => "day",
                DurationUnit::Week => "week",
                DurationUnit::Month => "month",
                DurationUnit::Year => "year",
                // The integration refuses a word that the runtime has and this match lacks, so the test fails.
                _ => "",
            };
            json!({ "type": "period", "amount": amount, "unit": unit })
        }
        ActionDuration::Date(date) => {
            json!({ "type": "date", "date": date.to_rfc3339_opts(SecondsFormat::Millis, true) })
        }
    }
}
