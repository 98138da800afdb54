//! The options of an action as Churnkey sends them (protocol 6).

use chrono::SecondsFormat;
use serde_json::{Value, json};

use crate::actions::{
    ActionDuration, ApplyCouponOptions, CancelAllOptions, CancelOptions, ChangePriceOptions,
    ExtendTrialOptions, PauseAllOptions, PauseOptions, PeriodUnit,
};
use crate::module::words::Word as _;

pub(crate) trait Body {
    fn body(&self) -> Value;
}

impl Body for CancelOptions {
    fn body(&self) -> Value {
        json!({
            "customerId": self.customer_id,
            "subscriptionId": self.subscription_id,
            "scheduledAt": self.scheduled_at.as_str(),
            "unpause": self.unpause,
        })
    }
}

impl Body for CancelAllOptions {
    fn body(&self) -> Value {
        json!({
            "customerId": self.customer_id,
            "scheduledAt": self.scheduled_at.as_str(),
            "unpause": self.unpause,
        })
    }
}

impl Body for PauseOptions {
    fn body(&self) -> Value {
        json!({
            "customerId": self.customer_id,
            "subscriptionId": self.subscription_id,
            "startAt": self.start_at.as_str(),
            "duration": duration(&self.duration),
            "allowAnnual": self.allow_annual,
        })
    }
}

impl Body for PauseAllOptions {
    fn body(&self) -> Value {
        json!({
            "customerId": self.customer_id,
            "startAt": self.start_at.as_str(),
            "duration": duration(&self.duration),
            "allowAnnual": self.allow_annual,
        })
    }
}

impl Body for ApplyCouponOptions {
    fn body(&self) -> Value {
        json!({
            "customerId": self.customer_id,
            "subscriptionId": self.subscription_id,
            "coupon": self.coupon,
        })
    }
}

impl Body for ChangePriceOptions {
    fn body(&self) -> Value {
        json!({
            "customerId": self.customer_id,
            "subscriptionId": self.subscription_id,
            "price": self.price,
            "scheduledAt": self.scheduled_at.as_str(),
            "prorate": self.prorate,
        })
    }
}

impl Body for ExtendTrialOptions {
    fn body(&self) -> Value {
        json!({
            "customerId": self.customer_id,
            "subscriptionId": self.subscription_id,
            "duration": duration(&self.duration),
        })
    }
}

fn duration(duration: &ActionDuration) -> Value {
    match duration {
        ActionDuration::Period { amount, unit } => {
            let unit = match unit {
                PeriodUnit::Day => "day",
                PeriodUnit::Week => "week",
                PeriodUnit::Month => "month",
                PeriodUnit::Year => "year",
            };
            json!({ "type": "period", "amount": amount, "unit": unit })
        }
        ActionDuration::Date(date) => {
            json!({ "type": "date", "date": date.to_rfc3339_opts(SecondsFormat::Millis, true) })
        }
    }
}
