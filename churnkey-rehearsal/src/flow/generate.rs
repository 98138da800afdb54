//! Makes a flow for a customer from what the integration announces and has.

use serde_json::Value;

use super::carry::{World, coupon_fits, refusal};
use super::{
    Confirm, Copy, Feedback, Flow, Heading, Interval, Offer, Plan, PlanAmount, PlanDuration,
    Reason, Step, Survey, Terms,
};
use crate::money::{charge, in_words};
use crate::reading::{currency, currency_at, id, months, number, plan, status, text};

/// The longest pause that is offered, in months.
const PAUSE: u32 = 3;
/// How many more days of trial are offered.
const TRIAL: u32 = 7;
/// How many other prices are offered.
const PLANS: usize = 6;

pub(crate) fn flow(world: &World<'_>) -> Flow {
    let mut discounts = discounts(world).into_iter();
    let reason = |id: &str, label: &str, offer: Option<Offer>| Reason {
        id: id.to_owned(),
        label: label.to_owned(),
        freeform: false,
        offer,
    };
    let contact = offer(
        Terms::Contact { url: None, label: None },
        copy(
            "Tell us what went wrong",
            "Somebody who can mend it will write to you.",
            "Write to me",
        ),
    );
    let mut reasons = vec![
        reason("break", "I need a break", pause(world)),
        reason("too-expensive", "It is too expensive", discounts.next()),
        reason("found-cheaper", "I found something cheaper", discounts.next()),
        reason("too-much", "I do not need all of it", plan_change(world)),
        reason("undecided", "I have not had time to try it", trial_extension(world)),
        reason("problem", "Something does not work", Some(contact)),
    ];
    reasons.retain(|reason| reason.offer.is_some());
    reasons.push(reason("other", "Another reason", None));
    let title = |title: &str| Heading { title: Some(title.to_owned()), ..Heading::default() };
    let said = |title: &str, description: &str| Heading {
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
                heading: said("Cancel your subscription?", "You can come back at any time."),
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
fn possible(terms: Terms, world: &World<'_>, copy: Copy) -> Option<Offer> {
    refusal(&terms, world).is_none().then(|| offer(terms, copy))
}

/// Whether one of the subscriptions is in its trial. Then a longer trial is offered, and a pause is not.
fn in_trial(world: &World<'_>) -> bool {
    world.subscriptions.iter().any(|subscription| status(subscription) == "trial")
}

fn pause(world: &World<'_>) -> Option<Offer> {
    let terms = Terms::Pause { months: PAUSE, interval: Interval::Month };
    let body = format!("Pause for up to {PAUSE} months. Nothing is charged meanwhile.");
    let copy = copy("Take a break instead?", &body, "Pause my subscription");
    possible(terms, world, copy).filter(|_| !in_trial(world))
}

fn trial_extension(world: &World<'_>) -> Option<Offer> {
    let terms = Terms::TrialExtension { days: TRIAL };
    let body = format!("Try it for {TRIAL} more days, free of charge.");
    possible(terms, world, copy("Take more time", &body, "Extend my trial"))
        .filter(|_| in_trial(world))
}

/// The coupons that fit, the one that saves most first.
fn discounts(world: &World<'_>) -> Vec<Offer> {
    let mut fitting: Vec<_> = world
        .coupons
        .iter()
        .filter(|coupon| coupon_fits(coupon, world).is_ok())
        .filter_map(|coupon| Some((saving(coupon, world)?, discount(coupon, world)?)))
        .collect();
    fitting.sort_by(|(one, _), (other, _)| other.total_cmp(one));
    fitting.into_iter().map(|(_, offer)| offer).collect()
}

fn discount(coupon: &Value, world: &World<'_>) -> Option<Offer> {
    let percent_off = number(coupon, "/value/percent");
    let quantity =
        world.subscriptions.first().and_then(plan).and_then(|item| number(item, "/quantity"));
    let amount_off = percent_off.is_none().then(|| {
        let part = |key: &str| number(coupon, key).unwrap_or(0.0);
        part("/value/flat") + part("/value/unit") * quantity.unwrap_or(1.0)
    });
    let currency = currency_at(coupon, "/value/currency").filter(|_| amount_off.is_some());
    let months = lasting(coupon, world);
    let off = match (percent_off, amount_off, &currency) {
        (Some(percent), ..) => format!("{percent}%"),
        (_, Some(amount), Some(currency)) => in_words(amount, currency),
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
    possible(terms, world, copy)
}

/// How many months a coupon lasts. `None` if it applies once or forever.
#[expect(
    clippy::cast_possible_truncation,
    clippy::cast_sign_loss,
    reason = "held between 1 and 1200 first"
)]
fn lasting(coupon: &Value, world: &World<'_>) -> Option<u32> {
    let duration = coupon.pointer("/duration")?;
    let months = match text(duration, "/type")? {
        "recurring" => months(duration),
        "cycle-amount" => {
            let cycle = world.subscriptions.first()?.pointer("/duration").and_then(months);
            Some(number(duration, "/cycles")? * cycle.unwrap_or(1.0))
        }
        _ => None,
    }?;
    Some(months.clamp(1.0, 1200.0) as u32)
}

/// What a coupon saves within a year, in the minor unit. The coupon that saves most is offered first.
fn saving(coupon: &Value, world: &World<'_>) -> Option<f64> {
    let subscription = world.subscriptions.first()?;
    let item = plan(subscription)?;
    let bill = charge(item.pointer("/price/amount")?, number(item, "/quantity").unwrap_or(1.0))?;
    let cycle = subscription.pointer("/duration").and_then(months).unwrap_or(1.0).max(1.0);
    let bills = match (text(coupon, "/duration/type")?, lasting(coupon, world)) {
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

/// Other prices in the subscription's currency, the cheapest first. Only for a flow about one subscription, since one
/// price for several at once makes no sense.
fn plan_change(world: &World<'_>) -> Option<Offer> {
    let [subscription] = world.subscriptions else { return None };
    let item = plan(subscription)?;
    let own = currency(subscription)?;
    let quantity = number(item, "/quantity").unwrap_or(1.0);
    // A tiered price is for usage, so it replaces only another tiered price.
    let model = text(item, "/price/amount/model");
    let mut plans: Vec<_> = world
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
    let plans: Vec<_> = plans.into_iter().map(|(_, plan)| plan).take(PLANS).collect();
    let copy = copy(
        "Would another plan fit better?",
        "You can change back at any time.",
        "Change my plan",
    );
    possible(Terms::PlanChange { plans }, world, copy)
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

/// A duration as the component writes it.
#[expect(
    clippy::cast_possible_truncation,
    clippy::cast_sign_loss,
    reason = "held between 1 and 1200 first"
)]
pub(crate) fn cycle(duration: &Value) -> Option<PlanDuration> {
    let interval = text(duration, "/unit")?.to_owned();
    let count = number(duration, "/amount")?.clamp(1.0, 1200.0) as u32;
    Some(PlanDuration { interval, interval_count: Some(count) })
}
