//! Whether an integration can carry out an offer. Offers that would fail are left out.

use chrono::{DateTime, Utc};
use churnkey_verify::Announced;
use serde_json::Value;

use super::model::Terms;
use crate::fields::{currency, currency_at, date, id, is_yearly, list, number, status};

/// What an integration announces and has.
pub(crate) struct Capabilities<'a> {
    pub(crate) announced: &'a Announced,
    pub(crate) prices: &'a [Value],
    pub(crate) coupons: &'a [Value],
    /// The subscriptions of the flow; empty if no customer is known.
    pub(crate) subscriptions: &'a [Value],
    pub(crate) now: DateTime<Utc>,
}

impl Capabilities<'_> {
    pub(crate) fn coupon(&self, wanted: &str) -> Option<&Value> {
        self.coupons.iter().find(|coupon| id(coupon) == Some(wanted))
    }

    fn price(&self, wanted: &str) -> Option<&Value> {
        self.prices.iter().find(|price| id(price) == Some(wanted))
    }

    fn announces(&self, module: &str) -> Result<(), String> {
        if self.announced.has(module) {
            Ok(())
        } else {
            Err(format!("`{module}` is not announced"))
        }
    }
}

/// Why the integration cannot carry out this offer.
pub(crate) fn obstacle(terms: &Terms, capabilities: &Capabilities<'_>) -> Option<String> {
    match terms {
        Terms::Discount { coupon_id, .. } => discount(coupon_id.as_deref(), capabilities),
        Terms::Pause { .. } => pause(capabilities),
        Terms::PlanChange { plans } => {
            plan_change(plans.iter().map(|plan| plan.id.as_str()), capabilities)
        }
        Terms::TrialExtension { .. } => trial_extension(capabilities),
        Terms::Redirect { .. } | Terms::Contact { .. } => Ok(()),
    }
    .err()
}

fn discount(coupon: Option<&str>, capabilities: &Capabilities<'_>) -> Result<(), String> {
    capabilities.announces("ApplyCoupon")?;
    let coupon = coupon.ok_or(
        "it has no `couponId`: the component would show it, and accepting it would apply nothing",
    )?;
    let found =
        capabilities.coupon(coupon).ok_or_else(|| format!("there is no coupon `{coupon}`"))?;
    check_coupon(found, capabilities).map_err(|why| format!("the coupon `{coupon}` {why}"))
}

/// The error says why the coupon cannot be applied.
pub(crate) fn check_coupon(coupon: &Value, capabilities: &Capabilities<'_>) -> Result<(), String> {
    if date(coupon, "/expiresAt").is_some_and(|end| end <= capabilities.now) {
        return Err("has expired".to_owned());
    }
    let redeemed = number(coupon, "/redemptions/current").unwrap_or(0.0);
    if number(coupon, "/redemptions/max").is_some_and(|max| redeemed >= max) {
        return Err("has no redemptions left".to_owned());
    }
    for subscription in capabilities.subscriptions {
        let own = currency(subscription);
        if let (Some(of), Some(own)) = (currency_at(coupon, "/value/currency"), own)
            && of != own
        {
            return Err(format!("is in {of}, and the subscription in {own}"));
        }
        let has = |discount: &Value| discount.pointer("/coupon/id") == coupon.pointer("/id");
        if list(subscription, "/discounts").any(has) {
            return Err("is already applied to the subscription".to_owned());
        }
    }
    Ok(())
}

fn pause(capabilities: &Capabilities<'_>) -> Result<(), String> {
    capabilities.announces("Pause")?;
    let annual = capabilities.announced.flag("Pause", "allowAnnual").unwrap_or(false);
    for subscription in capabilities.subscriptions {
        if is_yearly(subscription) && !annual {
            return Err("the subscription is yearly, and `allowAnnual` is not announced".to_owned());
        }
        if status(subscription) == "paused" {
            return Err("the subscription is already paused".to_owned());
        }
    }
    Ok(())
}

fn plan_change<'p>(
    mut plans: impl Iterator<Item = &'p str>,
    capabilities: &Capabilities<'_>,
) -> Result<(), String> {
    capabilities.announces("ChangePrice")?;
    let mut has_plans = false;
    plans.try_for_each(|plan| {
        has_plans = true;
        let price =
            capabilities.price(plan).ok_or_else(|| format!("there is no price `{plan}`"))?;
        let of = currency_at(price, "/amount/currency");
        let own = capabilities.subscriptions.iter().filter_map(currency);
        match own.into_iter().find(|own| of.as_ref().is_some_and(|of| of != own)) {
            Some(own) => Err(format!(
                "the price `{plan}` is in {}, and the subscription in {own}",
                of.unwrap_or_default()
            )),
            None => Ok(()),
        }
    })?;
    if has_plans { Ok(()) } else { Err("it has no plans".to_owned()) }
}

fn trial_extension(capabilities: &Capabilities<'_>) -> Result<(), String> {
    capabilities.announces("ExtendTrial")?;
    let in_trial = |subscription: &Value| status(subscription) == "trial";
    if !capabilities.subscriptions.is_empty() && !capabilities.subscriptions.iter().any(in_trial) {
        return Err("the subscription is not in a trial".to_owned());
    }
    Ok(())
}
