//! Whether an integration can carry out an offer. Offers that would fail are not made.

use chrono::{DateTime, Utc};
use churnkey_verify::Announced;
use serde_json::Value;

use super::Terms;
use crate::reading::{currency, currency_at, date, id, is_yearly, list, number, status};

/// What an integration announces and has.
pub(crate) struct World<'a> {
    pub(crate) announced: &'a Announced,
    pub(crate) prices: &'a [Value],
    pub(crate) coupons: &'a [Value],
    /// The subscriptions that the flow is about; empty while no customer is known.
    pub(crate) subscriptions: &'a [Value],
    pub(crate) now: DateTime<Utc>,
}

impl World<'_> {
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

/// Why the integration cannot carry this offer out.
pub(crate) fn refusal(terms: &Terms, world: &World<'_>) -> Option<String> {
    match terms {
        Terms::Discount { coupon_id, .. } => discount(coupon_id.as_deref(), world),
        Terms::Pause { .. } => pause(world),
        Terms::PlanChange { plans } => {
            plan_change(plans.iter().map(|plan| plan.id.as_str()), world)
        }
        Terms::TrialExtension { .. } => trial_extension(world),
        Terms::Redirect { .. } | Terms::Contact { .. } => Ok(()),
    }
    .err()
}

fn discount(coupon: Option<&str>, world: &World<'_>) -> Result<(), String> {
    world.announces("ApplyCoupon")?;
    let coupon = coupon.ok_or(
        "it has no `couponId`: the component shows it, and nothing is applied when it is accepted",
    )?;
    let found = world.coupon(coupon).ok_or_else(|| format!("there is no coupon `{coupon}`"))?;
    coupon_fits(found, world).map_err(|why| format!("the coupon `{coupon}` {why}"))
}

/// Whether the coupon can be applied. The error says why not.
pub(crate) fn coupon_fits(coupon: &Value, world: &World<'_>) -> Result<(), String> {
    if date(coupon, "/expiresAt").is_some_and(|end| end <= world.now) {
        return Err("has expired".to_owned());
    }
    let redeemed = number(coupon, "/redemptions/current").unwrap_or(0.0);
    if number(coupon, "/redemptions/max").is_some_and(|max| redeemed >= max) {
        return Err("is exhausted".to_owned());
    }
    for subscription in world.subscriptions {
        let own = currency(subscription);
        if let (Some(of), Some(own)) = (currency_at(coupon, "/value/currency"), own)
            && of != own
        {
            return Err(format!("is in {of}, and the subscription in {own}"));
        }
        let has = |discount: &Value| discount.pointer("/coupon/id") == coupon.pointer("/id");
        if list(subscription, "/discounts").any(has) {
            return Err("is among the subscription's discounts already".to_owned());
        }
    }
    Ok(())
}

fn pause(world: &World<'_>) -> Result<(), String> {
    world.announces("Pause")?;
    let annual = world.announced.flag("Pause", "allowAnnual").unwrap_or(false);
    for subscription in world.subscriptions {
        if is_yearly(subscription) && !annual {
            return Err("the subscription is yearly, and `allowAnnual` is not announced".to_owned());
        }
        if status(subscription) == "paused" {
            return Err("the subscription is paused already".to_owned());
        }
    }
    Ok(())
}

fn plan_change<'p>(
    mut plans: impl Iterator<Item = &'p str>,
    world: &World<'_>,
) -> Result<(), String> {
    world.announces("ChangePrice")?;
    let mut any = false;
    plans.try_for_each(|plan| {
        any = true;
        let price = world.price(plan).ok_or_else(|| format!("there is no price `{plan}`"))?;
        let of = currency_at(price, "/amount/currency");
        let own = world.subscriptions.iter().filter_map(currency);
        match own.into_iter().find(|own| of.as_ref().is_some_and(|of| of != own)) {
            Some(own) => Err(format!(
                "the price `{plan}` is in {}, and the subscription in {own}",
                of.unwrap_or_default()
            )),
            None => Ok(()),
        }
    })?;
    if any { Ok(()) } else { Err("it has no plans".to_owned()) }
}

fn trial_extension(world: &World<'_>) -> Result<(), String> {
    world.announces("ExtendTrial")?;
    let in_trial = |subscription: &Value| status(subscription) == "trial";
    if !world.subscriptions.is_empty() && !world.subscriptions.iter().any(in_trial) {
        return Err("the subscription is not in a trial".to_owned());
    }
    Ok(())
}
