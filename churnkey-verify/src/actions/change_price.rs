//! `ChangePrice` (protocol 6.4).

use serde_json::{Value, json};

use super::subject::{Ended, Option_, Subject};
use crate::checks::WRITE_CHANGE_PRICE as CHECK;
use crate::data::Data;
use crate::effects::Effect;
use crate::manifest::Announced;
use crate::run::Run;

const PATH: &str = "/actions/subscription/change-price";

pub(crate) async fn check(
    run: &mut Run<'_>,
    data: &Data,
    announced: &Announced,
    subject: &mut Subject,
) {
    let prorate = announced.flag("ChangePrice", "prorate").unwrap_or(false);
    // At once first: after a change that is to come, another one may be refused.
    for schedule in ["immediate", "end-of-period"] {
        if !announced.words("ChangePrice", "schedules").iter().any(|word| word == schedule) {
            continue;
        }
        let before = prices_of(&subject.now);
        let Some(price) = another(data, &before) else {
            let why = "there is no other price in the currency of the subscription's";
            return run.skip(&CHECK, &format!("POST /churnkey{PATH}"), why);
        };
        let option = Option_ {
            module: "ChangePrice",
            check: &CHECK,
            path: PATH,
            words: format!("price {price}, scheduledAt: {schedule}"),
            body: json!({ "price": price, "scheduledAt": schedule, "prorate": prorate }),
        };
        let after: &[&str] = &["ChangePrice"];
        let earlier = subject.now.clone();
        if subject.act(run, &option, after).await == Ended::Accepted {
            subject.shows(run, &option, Effect::ChangePrice(&price, schedule), &earlier);
        }
    }
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

/// A price that the subscription has not, of its currency, and if there is one of its billing cycle.
fn another(data: &Data, has: &[(String, Option<String>)]) -> Option<String> {
    let duration =
        |id: &str| data.find("Prices", id).and_then(|price| price.value.get("duration").cloned());
    let cycle = has.first().and_then(|(id, _)| duration(id));
    let mut others: Vec<_> = data
        .objects("Prices")
        .iter()
        .filter(|price| has.iter().all(|(_, of)| *of == currency(&price.value)))
        .filter_map(|price| Some((price.id()?, price.value.get("duration").cloned())))
        .filter(|(id, _)| has.iter().all(|(own, _)| own != id))
        .collect();
    others.sort_by_key(|(_, of)| *of != cycle);
    others.first().map(|(id, _)| (*id).to_owned())
}
