//! Generates a customer's flow from what the integration announces and has.

use serde_json::Value;

use super::feasibility::{Capabilities, check_coupon, obstacle};
use super::model::{
    Confirm, Copy, Feedback, Flow, Heading, Interval, Offer, Plan, PlanAmount, PlanDuration,
    Reason, Step, Survey, Terms,
};
use crate::fields::{currency, currency_at, id, months, number, plan, status, text};
use crate::money::{self, charge};

/// The longest pause on offer.
const PAUSE_MONTHS: u32 = 3;
const TRIAL_DAYS: u32 = 7;
const MAX_PLANS: usize = 6;

pub(crate) fn flow(capabilities: &Capabilities<'_>) -> Flow {
    let mut discounts = discounts(capabilities).into_iter();
    let reason = |id: &str, label: &str, offer: Option<Offer>| Reason {
        id: id.to_owned(),
        label: label.to_owned(),
        freeform: false,
        offer,
    };
    let contact = offer(
        Terms::Contact { url: None, label: None },
        copy("Tell us what went wrong", "Somebody who can help will write to you.", "Write to me"),
    );
    let mut reasons = vec![
        reason("break", "I need a break", pause(capabilities)),
        reason("too-expensive", "It is too expensive", discounts.next()),
        reason("found-cheaper", "I found something cheaper", discounts.next()),
        reason("too-much", "I do not need all of it", plan_change(capabilities)),
        reason("undecided", "I have not had time to try it", trial_extension(capabilities)),
        reason("problem", "Something does not work", Some(contact)),
    ];
    reasons.retain(|reason| reason.offer.is_some());
    reasons.push(reason("other", "Another reason", None));
    let title = |title: &str| Heading { title: Some(title.to_owned()), ..Heading::default() };
    let described = |title: &str, description: &str| Heading {
        title: Some(title.to_owned()),
        description: Some(description.to_owned()),
        ..Heading::default()
    };
    Flow {
        blueprint_id: "rehearsal".to_owned(),
        steps: vec![
            Step::Survey(Survey { heading: title("Why are you cancelling?"), reasons }),
            Step::Feedback(Feedback {
                heading: title("What could we have done better?"),
                placeholder: Some("A word or two, if you like".to_owned()),
                required: false,
                min_length: None,
            }),
            Step::Confirm(Confirm {
                heading: described("Cancel your subscription?", "You can come back at any time."),
            }),
        ],
    }
}

fn offer(terms: Terms, copy: Copy) -> Offer {
    Offer { terms, copy, decision_id: None }
}

fn copy(headline: &str, body: &str, cta: &str) -> Copy {
    Copy {
        headline: headline.to_owned(),
        body: body.to_owned(),
        cta: cta.to_owned(),
        decline_cta: "No thanks".to_owned(),
    }
}

/// The offer, if the integration can carry it out.
fn possible(terms: Terms, capabilities: &Capabilities<'_>, copy: Copy) -> Option<Offer> {
    obstacle(&terms, capabilities).is_none().then(|| offer(terms, copy))
}

/// Whether a subscription is in its trial. Then a longer trial is offered instead of a pause.
fn in_trial(capabilities: &Capabilities<'_>) -> bool {
    capabilities.subscriptions.iter().any(|subscription| status(subscription) == "trial")
}

fn pause(capabilities: &Capabilities<'_>) -> Option<Offer> {
    let terms = Terms::Pause { months: PAUSE_MONTHS, interval: Interval::Month };
    let body = format!("Pause for up to {PAUSE_MONTHS} months. Nothing is charged meanwhile.");
    let copy = copy("Take a break instead?", &body, "Pause my subscription");
    possible(terms, capabilities, copy).filter(|_| !in_trial(capabilities))
}

fn trial_extension(capabilities: &Capabilities<'_>) -> Option<Offer> {
    let terms = Terms::TrialExtension { days: TRIAL_DAYS };
    let body = format!("Try it for {TRIAL_DAYS} more days, free of charge.");
    possible(terms, capabilities, copy("Take more time", &body, "Extend my trial"))
        .filter(|_| in_trial(capabilities))
}

/// The applicable coupons, the one that saves most first.
fn discounts(capabilities: &Capabilities<'_>) -> Vec<Offer> {
    let mut applicable: Vec<_> = capabilities
        .coupons
        .iter()
        .filter(|coupon| check_coupon(coupon, capabilities).is_ok())
        .filter_map(|coupon| Some((saving(coupon, capabilities)?, discount(coupon, capabilities)?)))
        .collect();
    applicable.sort_by(|(one, _), (other, _)| other.total_cmp(one));
    applicable.into_iter().map(|(_, offer)| offer).collect()
}

fn discount(coupon: &Value, capabilities: &Capabilities<'_>) -> Option<Offer> {
    let percent_off = number(coupon, "/value/percent");
    let quantity = capabilities
        .subscriptions
        .first()
        .and_then(plan)
        .and_then(|item| number(item, "/quantity"));
    let amount_off = percent_off.is_none().then(|| {
        let part = |key: &str| number(coupon, key).unwrap_or(0.0);
        part("/value/flat") + part("/value/unit") * quantity.unwrap_or(1.0)
    });
    let currency = currency_at(coupon, "/value/currency").filter(|_| amount_off.is_some());
    let months = lasting(coupon, capabilities);
    let off = match (percent_off, amount_off, &currency) {
        (Some(percent), ..) => format!("{percent}%"),
        (_, Some(amount), Some(currency)) => money::format(amount, currency),
        _ => return None,
    };
    let long = match (text(coupon, "/duration/type"), months) {
        (Some("forever"), _) => "every bill from now on".to_owned(),
        (_, Some(1)) => "a month".to_owned(),
        (_, Some(months)) => format!("{months} months"),
        _ => "your next bill".to_owned(),
    };
    let name = text(coupon, "/name").or_else(|| text(coupon, "/code")).or_else(|| id(coupon))?;
    let on = if months.is_some() { "for " } else { "" };
    let copy = copy(&format!("{off} off {on}{long}?"), name, "Take the discount");
    let coupon_id = Some(id(coupon)?.to_owned());
    let terms = Terms::Discount {
        coupon_id,
        percent_off,
        amount_off,
        currency,
        duration_in_months: months,
    };
    possible(terms, capabilities, copy)
}

/// How many months a coupon lasts. `None` if it applies once or forever.
#[expect(
    clippy::cast_possible_truncation,
    clippy::cast_sign_loss,
    reason = "clamped to 1..=1200 first"
)]
fn lasting(coupon: &Value, capabilities: &Capabilities<'_>) -> Option<u32> {
    let duration = coupon.pointer("/duration")?;
    let months = match text(duration, "/type")? {
        "recurring" => months(duration),
        "cycle-amount" => {
            let cycle = capabilities.subscriptions.first()?.pointer("/duration").and_then(months);
            Some(number(duration, "/cycles")? * cycle.unwrap_or(1.0))
        }
        _ => None,
    }?;
    Some(months.clamp(1.0, 1200.0) as u32)
}

/// What a coupon saves within a year, in the minor unit.
fn saving(coupon: &Value, capabilities: &Capabilities<'_>) -> Option<f64> {
    let subscription = capabilities.subscriptions.first()?;
    let item = plan(subscription)?;
    let bill = charge(item.pointer("/price/amount")?, number(item, "/quantity").unwrap_or(1.0))?;
    let cycle = subscription.pointer("/duration").and_then(months).unwrap_or(1.0).max(1.0);
    let bills = match (text(coupon, "/duration/type")?, lasting(coupon, capabilities)) {
        ("once", _) => 1.0,
        (_, Some(months)) => (f64::from(months) / cycle).ceil().min((12.0 / cycle).max(1.0)),
        _ => (12.0 / cycle).max(1.0),
    };
    let off = match number(coupon, "/value/percent") {
        Some(percent) => bill * percent / 100.0,
        None => number(coupon, "/value/flat").unwrap_or(0.0).min(bill),
    };
    Some(off * bills)
}

/// Other prices in the subscription's currency, the cheapest first. Only for a single subscription, because one price does
/// not fit several.
fn plan_change(capabilities: &Capabilities<'_>) -> Option<Offer> {
    let [subscription] = capabilities.subscriptions else { return None };
    let item = plan(subscription)?;
    let own = currency(subscription)?;
    let quantity = number(item, "/quantity").unwrap_or(1.0);
    // A tiered price is for usage, so it replaces only another one.
    let model = text(item, "/price/amount/model");
    let mut plans: Vec<_> = capabilities
        .prices
        .iter()
        .filter(|price| currency_at(price, "/amount/currency").as_ref() == Some(&own))
        .filter(|price| id(price).is_some() && id(price) != text(item, "/price/id"))
        .filter(|price| text(price, "/amount/model") == model)
        .filter_map(|price| {
            let months = price.pointer("/duration").and_then(months)?.max(1.0);
            Some((
                charge(price.pointer("/amount")?, quantity)? / months,
                price_as_plan(price, quantity)?,
            ))
        })
        .collect();
    plans.sort_by(|(one, _), (other, _)| one.total_cmp(other));
    let plans: Vec<_> = plans.into_iter().map(|(_, plan)| plan).take(MAX_PLANS).collect();
    let copy = copy(
        "Would another plan fit better?",
        "You can change back at any time.",
        "Change my plan",
    );
    possible(Terms::PlanChange { plans }, capabilities, copy)
}

/// A price as the component shows it, with the total for this quantity.
pub(crate) fn price_as_plan(price: &Value, quantity: f64) -> Option<Plan> {
    Some(Plan {
        id: id(price)?.to_owned(),
        name: text(price, "/name").map(str::to_owned),
        amount: PlanAmount {
            value: charge(price.pointer("/amount")?, quantity)?,
            currency: currency_at(price, "/amount/currency"),
        },
        duration: price.pointer("/duration").and_then(cycle),
        tagline: None,
        features: Vec::new(),
        msrp: None,
    })
}

/// A duration as the component shows it.
#[expect(
    clippy::cast_possible_truncation,
    clippy::cast_sign_loss,
    reason = "clamped to 1..=1200 first"
)]
pub(crate) fn cycle(duration: &Value) -> Option<PlanDuration> {
    let interval = text(duration, "/unit")?.to_owned();
    let count = number(duration, "/amount")?.clamp(1.0, 1200.0) as u32;
    Some(PlanDuration { interval, interval_count: Some(count) })
}
