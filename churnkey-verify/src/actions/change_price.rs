//! ChangePrice (protocol 6.4).

use serde_json::{Value, json};

use super::cancel::CANCEL;
use super::choices::SCHEDULES;
use crate::checks::define_checks;
use crate::effect::Effect;
use crate::models::{PRICES, SUBSCRIPTIONS};
use crate::module::{Action, Feature, Module, Need, Role};
use crate::probe::MISSING;

pub(crate) static CHANGE_PRICE: Module = Module {
    name: "ChangePrice",
    required: false,
    needs: &[Need::always(&SUBSCRIPTIONS), Need::always(&PRICES), Need::always(&CANCEL)],
    features: &[Feature::Flag("prorate"), SCHEDULES],
    checks: CHECKS,
    role: Role::Action(Action {
        path: "/actions/subscription/change-price",
        path_for_all: None,
        check: &WRITE,
        invalid: || {
            vec![
                (json!({ "price": MISSING }), "a price that does not exist"),
                (json!({ "scheduledAt": "ck-verify" }), "a schedule that does not exist"),
            ]
        },
        effect,
    }),
};

define_checks! {
    "ChangePrice" {
        WRITE "write.change-price":
            "an announced way to change the price does not work",
            "carry it out before answering, or do not announce it";
    }
}

fn effect(body: &Value, before: &Value, after: &Value) -> Effect {
    const PATH: &str = "$.items";
    let word = |key: &str| body.get(key).and_then(Value::as_str);
    let Some(price) = word("price") else { return Effect::Unspecified };
    let has_price =
        |subscription: &Value| prices_of(subscription).iter().any(|(id, _)| *id == price);
    match word("scheduledAt") {
        Some("immediate") => {
            Effect::new(has_price(after), PATH, "an item with that price", "no such item")
        }
        Some("end-of-period") if has_price(after) && !has_price(before) => {
            let expected = "the old price until the period ends";
            Effect::Missing { path: PATH, expected, got: "the new price at once" }
        }
        _ => Effect::Unspecified,
    }
}

/// The ids of the items' prices, and their currencies.
pub(crate) fn prices_of(subscription: &Value) -> Vec<(String, Option<String>)> {
    let items = subscription.get("items").and_then(Value::as_array).into_iter().flatten();
    let price = |item: &Value| {
        let price = item.get("price")?;
        Some((price.get("id")?.as_str()?.to_owned(), currency(price)))
    };
    items.filter_map(price).collect()
}

pub(crate) fn currency(price: &Value) -> Option<String> {
    Some(price.pointer("/amount/currency")?.as_str()?.to_ascii_lowercase())
}
