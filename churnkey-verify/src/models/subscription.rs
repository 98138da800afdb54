//! Subscriptions (protocol 4.3; 5, C5 and C6).

use chrono::{DateTime, Utc};
use serde_json::Value;

use super::coupon::DISCOUNT;
use super::customer::CUSTOMERS;
use super::price::{DURATION, PRICE, PRICES};
use super::starts_before_it_ends;
use crate::checks::define_checks;
use crate::fields::{self, At, Object, Shape, Type, advised, optional, part, required};
use crate::module::{Controller, Feature, Module, Need, Role};

pub(crate) static SUBSCRIPTIONS: Module = Module {
    name: "Subscriptions",
    required: true,
    needs: &[Need::always(&CUSTOMERS), Need::always(&PRICES)],
    features: &[Feature::Flag("list")],
    checks: CHECKS,
    role: Role::Controller(Controller {
        retrieve: "/customers/:customerId/subscriptions/:id",
        list: "/customers/:customerId/subscriptions",
        finds: &[],
        shape: &SUBSCRIPTION,
        check: &MODEL,
    }),
};

define_checks! {
    "Subscriptions" {
        MODEL "model.subscription":
            "a subscription does not match the protocol",
            "send the field as protocol 4.3 describes it; dates are ISO 8601 in UTC, `2026-03-01T00:00:00.000Z`";
        LINK_OWNER "link.owner":
            "a subscription is shown under another customer",
            "look a subscription up by its customer and its id, and answer 404 when they do not belong together";
        LINK_PRICE "link.price":
            "a subscription has a price that does not exist",
            "let `GET /churnkey/prices/:id` know every price that a subscription has, old ones too";
        LINK_ITEM_PRICE "link.item-price":
            "a price inside a subscription differs from the same price in the price list",
            "send the same object in both places; a price that was changed needs a new id";
    }
}

static SUBSCRIPTION: Shape = Shape {
    check: Some(&MODEL),
    fields: &[
        required("id", Type::Id),
        required("customerId", Type::Id),
        required(
            "status",
            Type::Tagged(
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
        required("start", Type::Date),
        required("duration", Type::Of(&DURATION)),
        required("items", Type::ListOf(&ITEM)),
        optional("discounts", Type::ListOf(&DISCOUNT)),
        optional("metadata", Type::Metadata),
    ],
    rules: &[has_an_item],
};

static ITEM: Shape = part(&[
    advised("id", Type::Id),
    required("price", Type::Of(&PRICE)),
    advised("quantity", Type::Whole),
]);

static PERIOD: Shape = Shape {
    check: None,
    fields: &[required("start", Type::Date), required("end", Type::Date)],
    rules: &[starts_before_it_ends],
};

static PAUSE: Shape = Shape {
    check: None,
    fields: &[required("start", Type::Date), optional("end", Type::Date)],
    rules: &[starts_before_it_ends],
};

static ACTIVE: Shape = part(&[
    required("name", Type::Text),
    advised("currentPeriod", Type::Of(&PERIOD)),
    optional("trial", Type::Of(&PERIOD)),
]);

static TRIAL: Shape = part(&[
    required("name", Type::Text),
    optional("currentPeriod", Type::Of(&PERIOD)),
    required("trial", Type::Of(&PERIOD)),
]);

static PAUSED: Shape = part(&[
    required("name", Type::Text),
    optional("currentPeriod", Type::Of(&PERIOD)),
    optional("trial", Type::Of(&PERIOD)),
    advised("pause", Type::Of(&PAUSE)),
]);

static CANCELED: Shape = part(&[
    required("name", Type::Text),
    optional("currentPeriod", Type::Of(&PERIOD)),
    optional("trial", Type::Of(&PERIOD)),
    advised("canceledAt", Type::Date),
]);

static UNPAID: Shape = part(&[
    required("name", Type::Text),
    optional("currentPeriod", Type::Of(&PERIOD)),
    optional("trial", Type::Of(&PERIOD)),
]);

fn has_an_item(subscription: &Object, at: &mut At<'_>) {
    if subscription.get("items").and_then(Value::as_array).is_some_and(Vec::is_empty) {
        at.key("items").warn("at least one item", "an empty array");
    }
}

/// The name of a subscription's status.
pub(crate) fn status(subscription: &Value) -> &str {
    subscription.pointer("/status/name").and_then(Value::as_str).unwrap_or_default()
}

/// A date in a subscription, such as `/status/currentPeriod/end`.
pub(crate) fn date(subscription: &Value, pointer: &str) -> Option<DateTime<Utc>> {
    subscription.pointer(pointer).and_then(fields::date)
}
