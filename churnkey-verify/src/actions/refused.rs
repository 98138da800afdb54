//! What has to be refused, and must change nothing.

use serde_json::{Value, json};

use super::subject::{Subject, send};
use crate::answer::Answer;
use crate::checks::WRITE_REFUSED;
use crate::data::Data;
use crate::manifest::{ACTIONS, Announced};
use crate::run::{Ask, Run};

/// An id that no merchant has.
const NOBODY: &str = "ck-verify-missing";

/// Whether the subscription is as it was.
pub(crate) async fn check(
    run: &mut Run<'_>,
    data: &Data,
    announced: &Announced,
    subject: &mut Subject,
) -> bool {
    let other = data.objects("Customers").iter().filter_map(|customer| customer.id());
    let other = other.into_iter().find(|customer| *customer != subject.customer);
    for (module, for_all, path) in ACTIONS {
        if for_all || !announced.has(module) {
            continue;
        }
        let good = good_body(data, announced, module);
        for text in ["{", "[]", "{}"] {
            let ask = run.request("POST", path);
            let answer = run.send(Ask { body: Some(text.to_owned()), ..ask }).await;
            judge(run, answer, &format!("the body `{text}`"));
        }
        let mut wrong = vec![
            (json!({ "customerId": null }), "no customerId"),
            (json!({ "subscriptionId": null }), "no subscriptionId"),
            (json!({ "subscriptionId": NOBODY }), "a subscription that does not exist"),
        ];
        if let Some(other) = other {
            wrong.push((json!({ "customerId": other }), "another customer's id"));
        }
        let words = wrong.into_iter().chain(unreadable(module));
        for (change, what) in words {
            let mut body = subject.body(&good);
            merge(&mut body, &change);
            let answer = send(run, path, &body).await;
            judge(run, answer, what);
        }
        // Last, since it is the likeliest to be carried out.
        for (change, what) in unannounced(announced, module) {
            let mut body = subject.body(&good);
            merge(&mut body, &change);
            let answer = send(run, path, &body).await;
            judge(run, answer, &what);
            if !subject.is_unchanged(run, &what).await {
                return false;
            }
        }
    }
    subject.is_unchanged(run, "requests that have to be refused").await
}

fn judge(run: &mut Run<'_>, answer: Option<Answer>, what: &str) {
    let Some(answer) = answer else { return };
    let tried = format!("{} with {what}", answer.shown);
    match answer.status {
        400..500 => {}
        // It was refused at least; an action that always breaks is told by its own check.
        500.. => run.warn(&WRITE_REFUSED, &tried, "400 or 404", &answer.summary()),
        _ => run.fail(&WRITE_REFUSED, &tried, "400 or 404", &answer.summary()),
    }
}

/// The rest of a body that could be carried out, were its ids right.
fn good_body(data: &Data, announced: &Announced, module: &str) -> Value {
    let word = |key: &str| announced.words(module, key).into_iter().next();
    let first = |module: &str| {
        data.objects(module).iter().find_map(|object| object.id()).unwrap_or(NOBODY).to_owned()
    };
    match module {
        "Cancel" => json!({ "scheduledAt": word("schedules"), "unpause": false }),
        "Pause" => json!({
            "startAt": word("startDates"),
            "duration": super::pause::duration(&word("durations").unwrap_or_default()),
            "allowAnnual": announced.flag("Pause", "allowAnnual").unwrap_or(false),
        }),
        "ApplyCoupon" => json!({ "coupon": first("Coupons") }),
        "ChangePrice" => {
            json!({ "price": first("Prices"), "scheduledAt": word("schedules"), "prorate": false })
        }
        _ => json!({ "duration": super::pause::duration(&word("durations").unwrap_or_default()) }),
    }
}

/// Options that no integration can carry out.
fn unreadable(module: &str) -> Vec<(Value, &'static str)> {
    match module {
        "Cancel" => vec![(json!({ "scheduledAt": "ck-verify" }), "a schedule that does not exist")],
        "Pause" => vec![
            (json!({ "startAt": "ck-verify" }), "a start date that does not exist"),
            (json!({ "duration": { "type": "ck-verify" } }), "a duration that does not exist"),
        ],
        "ApplyCoupon" => vec![(json!({ "coupon": NOBODY }), "a coupon that does not exist")],
        "ChangePrice" => vec![
            (json!({ "price": NOBODY }), "a price that does not exist"),
            (json!({ "scheduledAt": "ck-verify" }), "a schedule that does not exist"),
        ],
        _ => {
            vec![(json!({ "duration": { "type": "ck-verify" } }), "a duration that does not exist")]
        }
    }
}

/// Options that others can carry out and this integration does not announce.
fn unannounced(announced: &Announced, module: &str) -> Vec<(Value, String)> {
    let mut options = Vec::new();
    let mut add = |key: &str, word: &str, change: Value| {
        if !announced.words(module, key).iter().any(|known| known == word) {
            options.push((change, format!("`{word}`, which is not in its `{key}`")));
        }
    };
    for word in ["end-of-period", "immediate"] {
        match module {
            "Cancel" | "ChangePrice" => add("schedules", word, json!({ "scheduledAt": word })),
            "Pause" => add("startDates", word, json!({ "startAt": word })),
            _ => {}
        }
    }
    if matches!(module, "Pause" | "ExtendTrial") {
        for word in ["period", "date"] {
            add("durations", word, json!({ "duration": super::pause::duration(word) }));
        }
    }
    options
}

/// `null` takes a key away.
fn merge(body: &mut Value, change: &Value) {
    let (Value::Object(body), Value::Object(change)) = (body, change) else { return };
    for (key, value) in change {
        if value.is_null() {
            body.remove(key);
        } else {
            body.insert(key.clone(), value.clone());
        }
    }
}
