//! The models of protocol 4, as tables.

use serde_json::Value;

use crate::answer::{kind, quoted};
use crate::checks::{
    MODEL_CONTACT, MODEL_COUPON, MODEL_CUSTOMER, MODEL_FAMILY, MODEL_PRICE, MODEL_PRODUCT,
    MODEL_SUBSCRIPTION,
};
use crate::fields::{At, Kind, Object, Shape, advised, date, optional, required};

const UNITS: Kind = Kind::Word(&["month", "year"]);

/// A part of a model: its faults are told by the model's check.
const fn part(fields: &'static [crate::fields::Field]) -> Shape {
    Shape { check: None, fields, rules: &[] }
}

// Customer, 4.1

pub(crate) static CUSTOMER: Shape = Shape {
    check: Some(&MODEL_CUSTOMER),
    fields: &[
        required("id", Kind::Id),
        optional("name", Kind::Text),
        optional("lastName", Kind::Text),
        optional("email", Kind::Text),
        optional("phone", Kind::Text),
        optional("addresses", Kind::ListOf(&ADDRESS)),
        optional("discounts", Kind::ListOf(&DISCOUNT)),
        optional("currency", Kind::Currency),
        optional("metadata", Kind::Metadata),
    ],
    rules: &[can_be_reached],
};

static ADDRESS: Shape = part(&[
    optional("country", Kind::Text),
    optional("state", Kind::Text),
    optional("city", Kind::Text),
    optional("postalCode", Kind::Text),
    optional("line1", Kind::Text),
    optional("line2", Kind::Text),
]);

static DISCOUNT: Shape = Shape {
    check: None,
    fields: &[
        required("coupon", Kind::Of(&COUPON)),
        optional("start", Kind::Date),
        optional("end", Kind::Date),
    ],
    rules: &[starts_before_it_ends],
};

fn can_be_reached(customer: &Object, at: &mut At<'_>) {
    let has = |key: &str| customer.get(key).is_some_and(|value| !value.is_null() && value != "");
    if !has("email") && !has("phone") {
        at.warn_as(&MODEL_CONTACT, "`email` or `phone`", "neither");
    }
}

// Price, 4.2

pub(crate) static PRICE: Shape = Shape {
    check: Some(&MODEL_PRICE),
    fields: &[
        required("id", Kind::Id),
        required("type", Kind::Word(&["standalone", "product"])),
        required("duration", Kind::Of(&DURATION)),
        required("amount", Kind::Tagged("model", &[("fixed", &FIXED), ("tiered", &TIERED)])),
        optional("productId", Kind::Id),
        optional("name", Kind::Text),
        optional("description", Kind::Text),
    ],
    rules: &[product_price_has_its_product],
};

static DURATION: Shape = part(&[required("amount", Kind::Positive), required("unit", UNITS)]);

static FIXED: Shape = part(&[
    required("model", Kind::Text),
    required("currency", Kind::Currency),
    optional("unit", Kind::Money),
    optional("flat", Kind::Money),
]);

static TIERED: Shape = Shape {
    check: None,
    fields: &[
        required("model", Kind::Text),
        required("currency", Kind::Currency),
        required("mode", Kind::Word(&["graduated", "total"])),
        required("tiers", Kind::ListOf(&TIER)),
    ],
    rules: &[tiers_reach_to_the_end],
};

static TIER: Shape = part(&[
    optional("unit", Kind::Money),
    optional("flat", Kind::Money),
    optional("upTo", Kind::Positive),
]);

fn product_price_has_its_product(price: &Object, at: &mut At<'_>) {
    belongs(price, "product", "productId", at);
}

/// `type` says that it belongs to something, and the id says to what.
fn belongs(object: &Object, word: &str, key: &str, at: &mut At<'_>) {
    let typed = object.get("type").is_some_and(|found| found == word);
    let has = object.get(key).is_some_and(|id| !id.is_null());
    if typed && !has {
        at.key(key).warn(format!("a string, since `type` is `{word}`"), "nothing");
    }
    if !typed && has {
        at.key(key).warn(format!("nothing, since `type` is not `{word}`"), "an id");
    }
}

fn tiers_reach_to_the_end(amount: &Object, at: &mut At<'_>) {
    let Some(Value::Array(tiers)) = amount.get("tiers") else { return };
    let mut at = at.key("tiers");
    let Some((last, others)) = tiers.split_last() else {
        return at.fail("at least one tier", "an empty array");
    };
    let bound = |tier: &Value| tier.get("upTo").filter(|bound| !bound.is_null()).cloned();
    if let Some(bound) = bound(last) {
        at.item(others.len()).key("upTo").fail("nothing: the last tier has no end", quoted(&bound));
    }
    let mut before = 0.0;
    for (index, tier) in others.iter().enumerate() {
        let mut at = at.item(index);
        let mut at = at.key("upTo");
        match bound(tier) {
            None => at.fail("a number: only the last tier has no end", "nothing"),
            // Another kind than a number is told by the table.
            Some(bound) => {
                if let Some(number) = bound.as_f64() {
                    if number <= before {
                        at.fail("more than the tier before has", quoted(&bound));
                    }
                    before = number;
                }
            }
        }
    }
}

// Subscription, 4.3

pub(crate) static SUBSCRIPTION: Shape = Shape {
    check: Some(&MODEL_SUBSCRIPTION),
    fields: &[
        required("id", Kind::Id),
        required("customerId", Kind::Id),
        required(
            "status",
            Kind::Tagged(
                "name",
                &[
                    ("active", &ACTIVE),
                    ("trial", &TRIAL),
                    ("paused", &PAUSED),
                    ("canceled", &CANCELED),
                    ("unpaid", &UNPAID),
                ],
            ),
        ),
        required("start", Kind::Date),
        required("duration", Kind::Of(&DURATION)),
        required("items", Kind::ListOf(&ITEM)),
        optional("discounts", Kind::ListOf(&DISCOUNT)),
        optional("metadata", Kind::Metadata),
    ],
    rules: &[has_an_item],
};

static ITEM: Shape = part(&[
    advised("id", Kind::Id),
    required("price", Kind::Of(&PRICE)),
    advised("quantity", Kind::Whole),
]);

static PERIOD: Shape = Shape {
    check: None,
    fields: &[required("start", Kind::Date), required("end", Kind::Date)],
    rules: &[starts_before_it_ends],
};

static PAUSE: Shape = Shape {
    check: None,
    fields: &[required("start", Kind::Date), optional("end", Kind::Date)],
    rules: &[starts_before_it_ends],
};

static ACTIVE: Shape = part(&[
    required("name", Kind::Text),
    advised("currentPeriod", Kind::Of(&PERIOD)),
    optional("trial", Kind::Of(&PERIOD)),
]);

static TRIAL: Shape = part(&[
    required("name", Kind::Text),
    optional("currentPeriod", Kind::Of(&PERIOD)),
    required("trial", Kind::Of(&PERIOD)),
]);

static PAUSED: Shape = part(&[
    required("name", Kind::Text),
    optional("currentPeriod", Kind::Of(&PERIOD)),
    optional("trial", Kind::Of(&PERIOD)),
    advised("pause", Kind::Of(&PAUSE)),
]);

static CANCELED: Shape = part(&[
    required("name", Kind::Text),
    optional("currentPeriod", Kind::Of(&PERIOD)),
    optional("trial", Kind::Of(&PERIOD)),
    advised("canceledAt", Kind::Date),
]);

static UNPAID: Shape = part(&[
    required("name", Kind::Text),
    optional("currentPeriod", Kind::Of(&PERIOD)),
    optional("trial", Kind::Of(&PERIOD)),
]);

fn has_an_item(subscription: &Object, at: &mut At<'_>) {
    if subscription.get("items").and_then(Value::as_array).is_some_and(Vec::is_empty) {
        at.key("items").warn("at least one item", "an empty array");
    }
}

fn starts_before_it_ends(period: &Object, at: &mut At<'_>) {
    let date = |key: &str| period.get(key).and_then(date);
    if let (Some(start), Some(end)) = (date("start"), date("end"))
        && start > end
    {
        at.key("end").fail("a date that is not before `start`", "an earlier date");
    }
}

// Coupon, 4.4

pub(crate) static COUPON: Shape = Shape {
    check: Some(&MODEL_COUPON),
    fields: &[
        required("id", Kind::Id),
        required(
            "duration",
            Kind::Tagged(
                "type",
                &[
                    ("once", &ONLY_A_TYPE),
                    ("recurring", &RECURRING),
                    ("forever", &ONLY_A_TYPE),
                    ("cycle-amount", &CYCLES),
                ],
            ),
        ),
        required(
            "value",
            Kind::Tagged("type", &[("fixed", &FIXED_VALUE), ("percentage", &PERCENTAGE)]),
        ),
        optional("name", Kind::Text),
        optional("code", Kind::Text),
        optional("redemptions", Kind::Of(&REDEMPTIONS)),
        optional("expiresAt", Kind::Date),
    ],
    rules: &[],
};

static ONLY_A_TYPE: Shape = part(&[required("type", Kind::Text)]);

static RECURRING: Shape = part(&[
    required("type", Kind::Text),
    required("amount", Kind::Positive),
    required("unit", UNITS),
]);

static CYCLES: Shape = part(&[required("type", Kind::Text), required("cycles", Kind::Positive)]);

static FIXED_VALUE: Shape = part(&[
    required("type", Kind::Text),
    required("currency", Kind::Currency),
    optional("unit", Kind::Money),
    optional("flat", Kind::Money),
]);

static PERCENTAGE: Shape = part(&[
    required("type", Kind::Text),
    required("percent", Kind::Percent),
    optional("currency", Kind::Currency),
]);

static REDEMPTIONS: Shape = part(&[optional("max", Kind::Whole), optional("current", Kind::Whole)]);

// Product, 4.5

pub(crate) static PRODUCT: Shape = Shape {
    check: Some(&MODEL_PRODUCT),
    fields: &[
        required("id", Kind::Id),
        required("type", Kind::Word(&["standalone", "family"])),
        required("name", Kind::Text),
        optional("description", Kind::Text),
        optional("unitLabel", Kind::Text),
        optional("familyId", Kind::Id),
    ],
    rules: &[family_product_has_its_family, has_a_name],
};

fn family_product_has_its_family(product: &Object, at: &mut At<'_>) {
    belongs(product, "family", "familyId", at);
}

fn has_a_name(object: &Object, at: &mut At<'_>) {
    if let Some(name) = object.get("name").filter(|name| *name == "") {
        at.key("name").fail("a name that customers read", kind(name));
    }
}

// Family, 4.6

pub(crate) static FAMILY: Shape = Shape {
    check: Some(&MODEL_FAMILY),
    fields: &[
        required("id", Kind::Id),
        required("name", Kind::Text),
        optional("description", Kind::Text),
    ],
    rules: &[has_a_name],
};
