//! Tries ChangePrice with each schedule, to another price from the list.

use serde_json::{Value, json};

use super::subject::{Attempt, Subject};
use super::test::{Scene, WriteTest};
use crate::actions::change_price::{CHANGE_PRICE, WRITE, currency, prices_of};
use crate::announced::Announced;
use crate::data::Data;
use crate::models::PRICES;
use crate::probe::MISSING;
use crate::run::Run;

pub(super) static TEST: WriteTest = WriteTest {
    module: &CHANGE_PRICE,
    body,
    try_options: |run, scene, subject| Box::pin(try_options(run, scene, subject)),
};

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
    // Immediate comes first: after a scheduled change, another one may be refused.
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
            may_be_refused_in_a_trial: true,
        };
        subject.attempt(run, &CHANGE_PRICE, attempt).await;
    }
}

/// A price that the subscription does not have, in its currency and preferably with its billing cycle.
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
