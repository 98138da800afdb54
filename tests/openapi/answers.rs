use std::collections::BTreeSet;

use churnkey::{Integration, Token};
use serde_json::{Value, json};

use crate::client::{Answer, TOKEN, get, request, send};
use crate::document::Document;
use crate::merchant::Shop;

fn everything() -> (Integration, Document) {
    let staging = Token::named("staging", "ck_int_staging").test_only();
    let builder = Integration::builder(Shop::named("Mina")).token(TOKEN).token(staging);
    let integration = builder.openapi_path("/openapi.json").build().unwrap();
    let document = Document::of(&integration);
    (integration, document)
}

/// The answer has the described body, and each described header that is always there.
#[track_caller]
fn described(document: &Document, method: &str, path: &str, answer: &Answer) {
    assert!(answer.header("x-request-id").is_some(), "{path}");
    let schema = document.answer(method, path, answer.status);
    match serde_json::from_slice::<Value>(&answer.body) {
        Ok(json) => document.holds(schema, &json),
        Err(_) => assert!(schema.is_null() && answer.body.is_empty(), "{path}: {}", answer.status),
    }
}

fn filled(path: &str, id: &str) -> String {
    let segments = path.split('/').map(|part| if part.starts_with('{') { id } else { part });
    segments.collect::<Vec<_>>().join("/")
}

#[actix_web::test]
async fn each_answer_is_as_described() {
    let (integration, document) = everything();
    let mut seen = BTreeSet::new();
    for (path, methods) in document.0["paths"].as_object().unwrap() {
        for method in methods.as_object().unwrap().keys() {
            let upper = method.to_uppercase();
            for id in ["u_1", "missing", "broken"] {
                let mut call = request(&upper, &filled(path, id));
                if method == "post" {
                    call = call.set_payload(
                        json!({
                            "customerId": id, "subscriptionId": id, "scheduledAt": "immediate",
                            "startAt": "immediate", "coupon": "c_1", "price": "p_1",
                            "duration": { "type": "period", "amount": 1, "unit": "month" }
                        })
                        .to_string(),
                    );
                }
                let answer = send(&integration, call).await;
                described(&document, method, path, &answer);
                seen.insert(answer.status);
            }
            let no_mode = request(&upper, &filled(path, "u_1"))
                .insert_header(("x-churnkey-mode", "staging"))
                .set_payload("{}");
            let no_token = request(&upper, &filled(path, "u_1"))
                .insert_header(("authorization", "Bearer wrong"));
            let no_live = request(&upper, &filled(path, "u_1"))
                .insert_header(("authorization", "Bearer ck_int_staging"));
            for call in [no_mode, no_token, no_live] {
                let answer = send(&integration, call).await;
                described(&document, method, path, &answer);
                seen.insert(answer.status);
            }
        }
    }
    assert_eq!(seen, [200, 400, 401, 403, 404, 500].into());
    let large = request("POST", "/churnkey/actions/subscription/cancel");
    let answer = send(&integration, large.set_payload(vec![b' '; 70_000])).await;
    assert_eq!(answer.status, 413);
    described(&document, "post", "/churnkey/actions/subscription/cancel", &answer);
}

#[actix_web::test]
async fn a_head_beyond_the_limits_is_as_described() {
    let (integration, document) = everything();
    let path = "/churnkey/customers/{id}";
    let long = request("GET", &filled(path, &"u".repeat(9_000)));
    let large = request("GET", &filled(path, "u_1")).insert_header(("x", "y".repeat(17_000)));
    for (call, status) in [(long, 414), (large, 431)] {
        let answer = send(&integration, call).await;
        assert_eq!(answer.status, status);
        described(&document, "get", path, &answer);
    }
}

/// 429, 503 and 504 depend on settings; their bodies are the same as the others'.
#[test]
fn what_any_endpoint_may_be_refused_with_is_told_for_each() {
    let (_, document) = everything();
    for operation in document.operations() {
        let (method, path) = operation.split_once(' ').unwrap();
        // The manifest and the document are there already: they never wait for anything.
        let ready = path.ends_with("/features") || path.ends_with("/openapi.json");
        let late: &[u16] = if ready { &[] } else { &[503, 504] };
        for status in [400_u16, 401, 403, 414, 429, 431].iter().chain(late).copied() {
            let schema = document.answer(method, path, status);
            let body = json!({ "code": status, "message": "why" });
            document.holds(schema, &body);
            for wrong in [
                json!({ "code": status }),
                json!({ "message": "why" }),
                json!({ "code": 200, "message": "why" }),
                json!({ "code": status, "message": "why", "cause": "a secret" }),
            ] {
                assert_ne!(document.faults(schema, &wrong), [""; 0], "{operation}: {wrong}");
            }
        }
    }
}

#[actix_web::test]
async fn an_unchanged_manifest_is_304_as_described() {
    let (integration, document) = everything();
    for path in ["/churnkey/features", "/churnkey/openapi.json"] {
        let etag = get(&integration, path).await.etag().to_owned();
        let call = request("GET", path).insert_header(("if-none-match", etag));
        let answer = send(&integration, call).await;
        assert_eq!(answer.status, 304);
        described(&document, "get", path, &answer);
    }
}

#[test]
fn each_reference_leads_somewhere() {
    fn references(value: &Value, into: &mut BTreeSet<String>) {
        match value {
            Value::Object(object) => {
                into.extend(object.get("$ref").and_then(Value::as_str).map(str::to_owned));
                object.values().for_each(|value| references(value, into));
            }
            Value::Array(items) => items.iter().for_each(|value| references(value, into)),
            _ => {}
        }
    }
    let (_, document) = everything();
    let mut all = BTreeSet::new();
    references(&document.0, &mut all);
    for reference in &all {
        assert!(document.0.pointer(reference.strip_prefix('#').unwrap()).is_some(), "{reference}");
    }
    assert!(all.contains("#/components/schemas/SubscriptionPage"), "{all:?}");
    let components = document.0["components"]["schemas"].as_object().unwrap();
    for name in components.keys() {
        assert!(all.contains(&format!("#/components/schemas/{name}")), "{name} is not used");
    }
}

#[test]
fn descriptions_are_for_readers_of_the_document_and_not_of_rust() {
    let (_, document) = everything();
    let text = document.0.to_string();
    for rust in ["](", "::", "```", "protocol 4", "(protocol", "Self"] {
        assert!(!text.contains(rust), "{rust}");
    }
}
