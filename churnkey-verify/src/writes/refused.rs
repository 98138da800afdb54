//! Sends requests that must be refused and must change nothing.

use serde_json::{Value, json};

use super::subject::{Subject, merge};
use super::test::{Scene, WriteTest};
use crate::announced::Announced;
use crate::checks::WRITE_REFUSED;
use crate::exchange::Exchange;
use crate::models::CUSTOMERS;
use crate::module::Module;
use crate::probe::{MISSING, Probe};
use crate::run::Run;

/// Returns whether the subscription is unchanged.
pub(super) async fn check(
    run: &mut Run<'_>,
    scene: &Scene<'_>,
    subject: &mut Subject,
    tests: &[&WriteTest],
) -> bool {
    let customers = scene.data.objects(&CUSTOMERS).iter().filter_map(|customer| customer.id());
    let other = customers.into_iter().find(|customer| *customer != subject.customer);
    for WriteTest { module, body, .. } in tests {
        let Some(action) = module.action() else { continue };
        for text in ["{", "[]", "{}"] {
            let probe = run.probe("POST", action.path);
            let exchange = run.send(Probe { body: Some(text.to_owned()), ..probe }).await;
            judge(run, exchange, &format!("the body `{text}`"));
        }
        let possible = subject.body(&body(scene.data, scene.announced));
        let mut impossible = vec![
            (json!({ "customerId": null }), "no customerId"),
            (json!({ "subscriptionId": null }), "no subscriptionId"),
            (json!({ "subscriptionId": MISSING }), "a subscription that does not exist"),
        ];
        if let Some(other) = other {
            impossible.push((json!({ "customerId": other }), "another customer's id"));
        }
        for (change, what) in impossible.into_iter().chain((action.invalid)()) {
            let exchange = run.act(action.path, &changed(&possible, &change)).await;
            judge(run, exchange, what);
        }
        // These come last, since they are the most likely to be carried out.
        for (change, what) in unannounced(scene.announced, module) {
            let exchange = run.act(action.path, &changed(&possible, &change)).await;
            judge(run, exchange, &what);
            if !subject.is_unchanged(run, &what).await {
                return false;
            }
        }
    }
    subject.is_unchanged(run, "requests that must be refused").await
}

fn changed(body: &Value, change: &Value) -> Value {
    let mut body = body.clone();
    merge(&mut body, change);
    body
}

fn judge(run: &mut Run<'_>, exchange: Option<Exchange>, what: &str) {
    let Some(exchange) = exchange else { return };
    let tried = format!("{} with {what}", exchange.shown);
    match exchange.status {
        400..500 => {}
        // At least it was refused. The action's own check finds one that always fails.
        500.. => run.warn(&WRITE_REFUSED, &tried, "400 or 404", &exchange.summary()),
        _ => run.fail(&WRITE_REFUSED, &tried, "400 or 404", &exchange.summary()),
    }
}

/// Options of the protocol that this integration does not announce.
fn unannounced(announced: &Announced, module: &Module) -> Vec<(Value, String)> {
    let mut options = Vec::new();
    for choice in module.choices() {
        let known = announced.words(module.name, choice.key);
        for word in choice.words.iter().rev().filter(|word| !known.iter().any(|it| it == *word)) {
            let what = format!("`{word}`, which is not in its `{}`", choice.key);
            options.push(((choice.ask)(word), what));
        }
    }
    options
}
