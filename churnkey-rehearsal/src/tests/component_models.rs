//! The answer to the component's first request.

use serde_json::{Value, json};

use crate::component_models::config;
use crate::flow::Flow;

fn answer(flow: &str, customer: &Value, subscription: Value) -> Value {
    config(&Flow::read(flow).unwrap(), customer, &[subscription], true)
}

#[test]
fn models_are_in_the_components_shapes() {
    let price = json!({
        "id": "p_team", "type": "product", "productId": "prod_team", "name": "Team",
        "duration": { "amount": 3, "unit": "month" },
        "amount": { "model": "fixed", "currency": "EUR", "unit": 900, "flat": 100 },
    });
    let subscription = json!({
        "id": "s_1", "customerId": "u_1", "start": "2026-01-01T00:00:00.000Z",
        "status": { "name": "active", "currentPeriod": { "start": "2026-01-01T00:00:00.000Z", "end": "2026-04-01T00:00:00.000Z" } },
        "duration": { "amount": 3, "unit": "month" },
        "items": [{ "id": "it_1", "quantity": 2, "price": price }],
    });
    let customer = json!({ "id": "u_1", "name": "Mina", "email": "mina@example.org" });
    let config = answer(r#"{ "steps": [{ "type": "confirm" }] }"#, &customer, subscription);
    let shown = &config["subscriptions"][0];
    assert_eq!(shown["duration"], json!({ "interval": "month", "intervalCount": 3 }));
    assert_eq!(
        shown["items"][0]["price"]["amount"],
        json!({ "model": "fixed", "value": 1900.0, "currency": "eur" })
    );
    assert_eq!(shown["status"]["currentPeriod"]["end"], "2026-04-01T00:00:00.000Z");
    assert_eq!(config["customer"]["email"], "mina@example.org");
    // Without these the component breaks.
    assert_eq!(config["settings"]["cancelAtPeriodEnd"], true);
    assert_eq!(config["steps"][0]["guid"], "step-0-confirm");
}

#[test]
fn nothing_becomes_markup_in_the_component() {
    let flow = r#"{ "steps": [
        { "type": "survey", "description": "<b>Why?</b> & \"how\"", "reasons": [ { "id": "x", "label": "x", "offer": {
            "type": "contact", "copy": { "headline": "<i>", "body": "<script>", "cta": "c", "declineCta": "d" } } } ] },
        { "type": "offer", "offer": { "type": "contact", "copy": { "headline": "h", "body": "<img src=x>", "cta": "c", "declineCta": "d" } } }
    ] }"#;
    let customer = json!({ "id": "u_1", "name": "<img src=x onerror=alert(1)>", "metadata": { "note": "<b>" } });
    let config = answer(flow, &customer, json!({ "id": "s_1", "metadata": { "m": "<script>" } }));
    // These are inserted as HTML.
    assert_eq!(config["steps"][0]["description"], "&lt;b&gt;Why?&lt;/b&gt; &amp; &quot;how&quot;");
    assert_eq!(config["steps"][0]["reasons"][0]["offer"]["copy"]["body"], "&lt;script&gt;");
    assert_eq!(config["steps"][1]["offer"]["copy"]["body"], "&lt;img src=x&gt;");
    // This one is text.
    assert_eq!(config["steps"][0]["reasons"][0]["offer"]["copy"]["headline"], "<i>");
    // These may be put into either by a merge field.
    for pointer in ["/customer/name", "/customer/metadata/note", "/subscriptions/0/metadata/m"] {
        assert!(
            !config.pointer(pointer).unwrap().as_str().unwrap().contains(['<', '>']),
            "{pointer}"
        );
    }
}
