//! The JSON Schema of a flow file, made from the types.

use serde_json::{Value, json};

use super::{all, coupon, generated, price, subscription};
use crate::flow::Flow;

/// `CHURNKEY_ACCEPT=1` rewrites the file.
#[test]
fn the_schema_is_that_of_the_types() {
    let mut schema = serde_json::to_value(schemars::schema_for!(Flow)).unwrap();
    // The file may name its schema, for the editor.
    schema["properties"]["$schema"] = json!({ "type": "string" });
    let schema = format!("{}\n", serde_json::to_string_pretty(&schema).unwrap());
    let file = concat!(env!("CARGO_MANIFEST_DIR"), "/flow.schema.json");
    if std::env::var_os("CHURNKEY_ACCEPT").is_some() {
        std::fs::write(file, &schema).unwrap();
        return;
    }
    assert_eq!(Flow::SCHEMA, schema, "CHURNKEY_ACCEPT=1 writes it anew");
}

fn valid(flow: &Value) -> bool {
    let schema = serde_json::from_str(Flow::SCHEMA).unwrap();
    jsonschema::is_valid(&schema, flow)
}

#[test]
fn it_takes_what_is_read_and_refuses_what_is_not() {
    let coupons = [coupon("c_half", json!({ "type": "percentage", "percent": 50 }))];
    let prices = [price("p_now", "eur", 1500), price("p_less", "eur", 900)];
    for status in ["active", "trial"] {
        let flow = generated(all(), subscription(status, "month"), &prices, &coupons);
        assert!(valid(&serde_json::to_value(flow).unwrap()));
    }
    for wrong in [
        json!({ "steps": [] }),
        json!({ "steps": [{ "type": "survy" }] }),
        json!({ "steps": [{ "type": "confirm" }], "stepz": 1 }),
        json!({ "steps": [{ "type": "survey", "reasons": [{ "id": "x" }] }] }),
        json!({ "steps": [{ "type": "offer", "offer": { "type": "contact" } }] }),
        json!({ "steps": [{ "type": "offer", "offer": { "type": "pause", "months": 1, "interval": "year",
            "copy": { "headline": "", "body": "", "cta": "", "declineCta": "" } } }] }),
    ] {
        assert!(!valid(&wrong), "{wrong}");
        assert!(Flow::read(&wrong.to_string()).is_err(), "{wrong}");
    }
}
