//! The verifier asks every endpoint, tries every option, and notices an endpoint that is broken.

use churnkey_runtime::Mode;
use serde_json::{Value, json};

use super::{Sent, TOKEN, integration, matches, recording, registry};
use crate::fault::Severity;
use crate::protocol;
use crate::report::Report;
use crate::transport::{Request, Response};
use crate::{Announced, Verifier};

/// A run with all actions, on an active subscription and on one in its trial.
async fn run(
    answer: impl Fn(&Request) -> Option<Response> + Clone + Send + Sync + 'static,
) -> (Vec<Report>, Vec<Sent>) {
    let (mut reports, mut sent) = (Vec::new(), Vec::new());
    for subscription in ["s_1", "s_2"] {
        let (transport, recorded) = recording(&integration(), answer.clone());
        let verifier = Verifier::new(TOKEN).mode(Mode::Test);
        let verifier = verifier.customer("u_1").write(subscription);
        reports.push(verifier.verify_through(&transport).await.unwrap());
        sent.append(&mut recorded.lock().unwrap());
    }
    (reports, sent)
}

#[actix_web::test]
async fn the_verifier_asks_each_endpoint_and_tries_each_option() {
    let (reports, sent) = run(|_| None).await;
    for report in &reports {
        report.assert_passed();
        assert_eq!(report.count(Severity::Warning), 0, "{report}");
    }
    let integration = integration();
    let announced = Announced::read(integration.manifest()).unwrap();
    for endpoint in registry::endpoints(&integration) {
        let registry::Endpoint { module, verb, pattern, body, .. } = &endpoint;
        let asked: Vec<_> = sent.iter().filter(|sent| sent.is_for(verb, pattern)).collect();
        assert!(!asked.is_empty(), "nothing asks {module}'s {verb} {pattern}");
        // A run never changes all subscriptions of a customer.
        let Some(body) = body.as_ref().filter(|_| endpoint.method != "handle_all") else {
            continue;
        };
        let carried_out: Vec<_> =
            asked.iter().filter(|sent| sent.status == 200).map(|sent| &sent.body).collect();
        for key in body["properties"].as_object().unwrap().keys() {
            let is_sent = carried_out.iter().any(|body| body.get(key).is_some());
            assert!(is_sent, "nothing asks {verb} {pattern} with the key `{key}`");
        }
        let choices = protocol::actions().find(|(it, _)| it.name == module).unwrap().0.choices();
        for word in choices.flat_map(|choice| announced.words(module, choice.key)) {
            let is_sent = carried_out.iter().any(|body| contains(body, &word));
            assert!(is_sent, "nothing asks {verb} {pattern} for `{word}`");
        }
    }
}

fn contains(json: &Value, word: &str) -> bool {
    match json {
        Value::Object(object) => object.values().any(|value| contains(value, word)),
        other => other == word,
    }
}

#[actix_web::test]
async fn an_endpoint_that_is_broken_is_noticed() {
    for endpoint in registry::endpoints(&integration()) {
        let registry::Endpoint { module, method, verb, pattern, .. } = endpoint;
        let others: Vec<_> = registry::endpoints(&integration())
            .into_iter()
            .filter(|other| other.pattern != pattern && other.verb == verb)
            .map(|other| other.pattern)
            .filter(|other| is_more_precise(other, &pattern))
            .collect();
        // An endpoint for all subscriptions is never called with a customer, so only its absence can be noticed.
        let status = if method == "handle_all" { 404 } else { 500 };
        let (is_verb, is_pattern) = (verb.clone(), pattern.clone());
        let (reports, _) = run(move |request| {
            let is_right =
                request.headers.iter().any(|(_, value)| *value == format!("Bearer {TOKEN}"));
            let is_it = request.method == is_verb
                && matches(&is_pattern, &request.path)
                && !others.iter().any(|other| matches(other, &request.path));
            let body = json!({ "code": status, "message": "there is no such endpoint" });
            (is_right && is_it).then(|| Response::of_json(status, &body))
        })
        .await;
        assert!(
            reports.iter().any(|report| !report.passed()),
            "{module}'s {verb} {pattern} answers {status} to everything, and the verifier passes it"
        );
    }
}

/// Whether one pattern has a word where another has a parameter, so that it takes precedence.
fn is_more_precise(one: &str, other: &str) -> bool {
    let (one, other): (Vec<_>, Vec<_>) = (one.split('/').collect(), other.split('/').collect());
    one.len() == other.len()
        && one.iter().zip(&other).all(|(one, other)| one == other || other.starts_with(':'))
}
