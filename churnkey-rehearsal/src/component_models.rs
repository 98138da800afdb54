//! Converts the protocol's models into those of Churnkey's component.
//!
//! The component inserts a customer's values into HTML without escaping them, so `<` and `>` are replaced.

use serde_json::{Map, Value, json};

use crate::fields::{list, number, set, text};
use crate::flow::generate::{cycle, price_as_plan};
use crate::flow::{Flow, Offer, Step};

/// The answer to the component's first request.
pub(crate) fn config(
    flow: &Flow,
    customer: &Value,
    subscriptions: &[Value],
    at_period_end: bool,
) -> Value {
    let mut steps = serde_json::to_value(numbered(flow)).unwrap_or_default();
    if let Some(steps) = steps.pointer_mut("/steps").and_then(Value::as_array_mut) {
        steps.iter_mut().for_each(escape);
    }
    json!({
        "blueprintId": flow.blueprint_id,
        "steps": steps.pointer("/steps"),
        "customer": self::customer(customer),
        "subscriptions": subscriptions.iter().map(subscription).collect::<Vec<_>>(),
        // Without `settings` the component breaks after the action.
        "settings": {
            "clickToCancelEnabled": false,
            "strictFTCComplianceEnabled": false,
            "cancelAtPeriodEnd": at_period_end,
        },
    })
}

/// Gives each step and each offer an id, so that the session record can be matched with the flow.
fn numbered(flow: &Flow) -> Flow {
    let mut flow = flow.clone();
    let mut offers = 0;
    let mut number = |offer: &mut Offer| {
        offers += 1;
        let id = format!("offer-{offers}-{}", offer.terms.as_str());
        offer.decision_id.get_or_insert(id);
    };
    for (at, step) in flow.steps.iter_mut().enumerate() {
        let (heading, kind) = match step {
            Step::Survey(survey) => {
                survey
                    .reasons
                    .iter_mut()
                    .filter_map(|reason| reason.offer.as_mut())
                    .for_each(&mut number);
                (&mut survey.heading, "survey")
            }
            Step::Offer(step) => {
                number(&mut step.offer);
                (&mut step.heading, "offer")
            }
            Step::Feedback(step) => (&mut step.heading, "feedback"),
            Step::Confirm(step) => (&mut step.heading, "confirm"),
        };
        heading.guid.get_or_insert_with(|| format!("step-{at}-{kind}"));
    }
    flow
}

/// Escapes what the component inserts as HTML: a step's description and an offer's body.
fn escape(step: &mut Value) {
    for pointer in ["/description", "/offer/copy/body"] {
        if let Some(Value::String(text)) = step.pointer_mut(pointer) {
            *text = html(text);
        }
    }
    for reason in step.pointer_mut("/reasons").and_then(Value::as_array_mut).into_iter().flatten() {
        if let Some(Value::String(text)) = reason.pointer_mut("/offer/copy/body") {
            *text = html(text);
        }
    }
}

fn html(text: &str) -> String {
    text.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;").replace('"', "&quot;")
}

/// Makes a value safe in plain text and in HTML: it cannot open a tag, and has no escapes that plain text would show.
fn harmless(value: &Value) -> Value {
    match value {
        Value::String(text) => Value::String(text.replace('<', "‹").replace('>', "›")),
        other => other.clone(),
    }
}

fn pick(value: &Value, keys: &[&str]) -> Map<String, Value> {
    let picked = keys.iter().filter_map(|key| {
        let value = value.get(*key).filter(|value| !value.is_null())?;
        Some(((*key).to_owned(), harmless(value)))
    });
    picked.collect()
}

fn metadata(value: &Value) -> Value {
    let Some(Value::Object(metadata)) = value.get("metadata") else { return json!({}) };
    metadata.iter().map(|(key, value)| (key.clone(), harmless(value))).collect()
}

fn customer(customer: &Value) -> Value {
    let mut converted = pick(customer, &["id", "name", "lastName", "email", "phone", "currency"]);
    converted.insert("metadata".to_owned(), metadata(customer));
    Value::Object(converted)
}

fn subscription(subscription: &Value) -> Value {
    let mut converted = pick(subscription, &["id", "customerId", "start"]);
    let items = list(subscription, "/items").map(|item| {
        let quantity = number(item, "/quantity").unwrap_or(1.0);
        let mut converted = pick(item, &["id", "quantity"]);
        converted
            .insert("price".to_owned(), price(item.get("price").unwrap_or(&Value::Null), quantity));
        Value::Object(converted)
    });
    converted.insert("items".to_owned(), items.collect());
    converted.insert("status".to_owned(), status(subscription));
    if let Some(cycle) = subscription.get("duration").and_then(cycle) {
        converted.insert("duration".to_owned(), json!(cycle));
    }
    let discounts = list(subscription, "/discounts").map(|discount| {
        let mut converted = pick(discount, &["start", "end"]);
        converted
            .insert("coupon".to_owned(), coupon(discount.get("coupon").unwrap_or(&Value::Null)));
        Value::Object(converted)
    });
    converted.insert("discounts".to_owned(), discounts.collect());
    converted.insert("metadata".to_owned(), metadata(subscription));
    Value::Object(converted)
}

/// The component requires a period for an active subscription, the protocol does not: a missing one is filled in.
fn status(subscription: &Value) -> Value {
    let mut status = subscription.get("status").cloned().unwrap_or_default();
    if text(subscription, "/status/name") == Some("active")
        && status.get("currentPeriod").is_none_or(Value::is_null)
    {
        let start = subscription.get("start").cloned().unwrap_or_default();
        set(&mut status, "currentPeriod", json!({ "start": start, "end": start }));
    }
    status
}

fn price(price: &Value, quantity: f64) -> Value {
    let mut converted = pick(price, &["type", "productId", "description"]);
    converted.insert("active".to_owned(), Value::Bool(true));
    if let Some(plan) = price_as_plan(price, quantity)
        && let Value::Object(plan) = json!(plan)
    {
        converted.extend(plan);
    }
    if let Some(model) = price.pointer("/amount/model")
        && let Some(Value::Object(amount)) = converted.get_mut("amount")
    {
        amount.insert("model".to_owned(), model.clone());
    }
    Value::Object(converted)
}

fn coupon(coupon: &Value) -> Value {
    let mut converted = pick(coupon, &["id", "name"]);
    if let Some(percent) = number(coupon, "/value/percent") {
        converted.insert("percentOff".to_owned(), json!(percent));
    }
    if let Some(flat) = number(coupon, "/value/flat") {
        converted.insert("amountOff".to_owned(), json!(flat));
        converted.insert("currency".to_owned(), json!(text(coupon, "/value/currency")));
    }
    let duration = match text(coupon, "/duration/type") {
        Some("once") => "once",
        Some("forever") => "forever",
        _ => "repeating",
    };
    converted.insert("duration".to_owned(), json!(duration));
    Value::Object(converted)
}
