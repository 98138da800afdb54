//! ChangePrice (protocol 6.4).

use serde_json::{Value, json};

use super::cancel::CANCEL;
use super::choices::SCHEDULES;
use super::subject::{Attempt, Subject};
use crate::announced::Announced;
use crate::checks::define_checks;
use crate::compare::Effect;
use crate::data::Data;
use crate::models::{PRICES, SUBSCRIPTIONS};
use crate::probe::MISSING;
use crate::protocol::{Action, Feature, Module, Need, Role, Scene};
use crate::run::Run;

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
        try_options: |run, scene, subject| Box::pin(try_options(run, scene, subject)),
        body,
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

fn body(data: &Data, announced: &Announced) -> Value {
    json!({
        "price": data.first_id(&PRICES).unwrap_or(MISSING),
        "scheduledAt": announced.words(CHANGE_PRICE.name, "schedules").first(),
        "prorate": false,
    })
}

async fn try_options(run: &mut Run<'_>, scene: &Scene<'_>, subject: &mut Subject) {
    let prorate = scene.announced.flag(CHANGE_PRICE.name, "prorate").unwrap_or(false);
    let words = scene.announced.words(CHANGE_PRICE.name, "schedules");
    // At once first: after a change that is to come, another one may be refused.
    for schedule in ["immediate", "end-of-period"] {
        if !words.iter().any(|word| word == schedule) {
            continue;
        }
        let Some(price) = another(scene.data, &prices_of(&subject.now)) else {
            let why = "there is no other price in the subscription's currency";
            return run.skip(&WRITE, CHANGE_PRICE.name, why);
        };
        let attempt = Attempt {
            words: format!("price {price}, scheduledAt: {schedule}"),
            body: json!({ "price": price, "scheduledAt": schedule, "prorate": prorate }),
            may_be_refused_after: &[&CHANGE_PRICE],
        };
        subject.attempt(run, &CHANGE_PRICE, attempt).await;
    }
}

/// A price that the subscription does not have, in its currency, and if there is one with its billing cycle.
fn another(data: &Data, has: &[(String, Option<String>)]) -> Option<String> {
    let cycle_of =
        |id: &str| data.find(&PRICES, id).and_then(|price| price.value.get("duration").cloned());
    let cycle = has.first().and_then(|(id, _)| cycle_of(id));
    let mut others: Vec<_> = data
        .objects(&PRICES)
        .iter()
        .filter(|price| has.iter().all(|(_, of)| *of == currency(&price.value)))
        .filter_map(|price| Some((price.id()?, price.value.get("duration").cloned())))
        .filter(|(id, _)| has.iter().all(|(own, _)| own != id))
        .collect();
    others.sort_by_key(|(_, of)| *of != cycle);
    others.first().map(|(id, _)| (*id).to_owned())
}

/// The ids of the items' prices, and their currencies.
fn prices_of(subscription: &Value) -> Vec<(String, Option<String>)> {
    let items = subscription.get("items").and_then(Value::as_array).into_iter().flatten();
    let price = |item: &Value| {
        let price = item.get("price")?;
        Some((price.get("id")?.as_str()?.to_owned(), currency(price)))
    };
    items.filter_map(price).collect()
}

fn currency(price: &Value) -> Option<String> {
    Some(price.pointer("/amount/currency")?.as_str()?.to_ascii_lowercase())
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
