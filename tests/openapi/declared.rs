use serde_json::{Value, json};

use crate::document::Document;
use crate::merchant::{Kiosk, Shop};

fn words(schema: &Value, key: &str) -> Value {
    Document::property(schema, key)["enum"].clone()
}

#[test]
fn a_body_has_the_declared_words_and_no_others() {
    let document = Document::of(&Kiosk::default().integration());
    let pause = document.body("/churnkey/actions/subscription/pause");
    assert_eq!(words(pause, "startAt"), json!(["end-of-period"]));
    assert_eq!(words(pause, "allowAnnual"), json!([false, null]));
    let duration = Document::property(pause, "duration");
    assert_eq!(words(&duration, "type"), json!(["period", null]));
    assert_eq!(words(&duration, "unit"), json!(["day", "week", "month", "year"]));
    let cancel = document.body("/churnkey/actions/subscription/cancel");
    assert_eq!(words(cancel, "scheduledAt"), json!(["end-of-period"]));
    assert_eq!(words(cancel, "unpause"), json!([false, null]));
    let change = document.body("/churnkey/actions/subscription/change-price");
    assert_eq!(words(change, "scheduledAt"), json!(["end-of-period"]));
    assert_eq!(words(change, "prorate"), json!([false, null]));
    let extend = document.body("/churnkey/actions/subscription/extend-trial");
    assert_eq!(words(&Document::property(extend, "duration"), "type"), json!(["date", null]));
}

#[test]
fn with_everything_declared_each_word_is_there() {
    let document = Document::of(&Shop::default().integration());
    for path in ["/churnkey/actions/subscription/pause", "/churnkey/actions/customer/pause"] {
        let pause = document.body(path);
        assert_eq!(words(pause, "startAt"), json!(["immediate", "end-of-period"]));
        let flag = Document::property(pause, "allowAnnual");
        assert_eq!((&flag["type"], &flag["default"]), (&json!(["boolean", "null"]), &json!(true)));
        let duration = Document::property(pause, "duration");
        let kinds: Vec<_> =
            duration["oneOf"].as_array().unwrap().iter().map(|kind| words(kind, "type")).collect();
        assert_eq!(kinds, [json!(["period", null]), json!(["date", null])]);
    }
    let cancel = document.body("/churnkey/actions/customer/cancel");
    assert_eq!(cancel["required"], json!(["customerId", "scheduledAt"]));
    let cancel = document.body("/churnkey/actions/subscription/cancel");
    assert_eq!(cancel["required"], json!(["customerId", "subscriptionId", "scheduledAt"]));
    assert_eq!(words(cancel, "scheduledAt"), json!(["immediate", "end-of-period"]));
}

#[test]
fn a_module_or_method_that_is_not_written_is_not_told_of() {
    let document = Document::of(&Kiosk::default().integration());
    let paths: Vec<_> = document.0["paths"].as_object().unwrap().keys().collect();
    assert_eq!(
        paths,
        [
            "/churnkey/actions/subscription/cancel",
            "/churnkey/actions/subscription/change-price",
            "/churnkey/actions/subscription/extend-trial",
            "/churnkey/actions/subscription/pause",
            "/churnkey/customers/{customerId}/subscriptions/{id}",
            "/churnkey/customers/{id}",
            "/churnkey/features",
            "/churnkey/prices",
            "/churnkey/prices/{id}",
        ]
    );
    let tags: Vec<_> =
        document.0["tags"].as_array().unwrap().iter().map(|tag| tag["name"].clone()).collect();
    assert_eq!(
        tags,
        [
            "Customers",
            "Prices",
            "Subscriptions",
            "Cancel",
            "ChangePrice",
            "ExtendTrial",
            "Pause",
            "Features"
        ]
    );
    let schemas = document.0["components"]["schemas"].as_object().unwrap();
    assert!(!schemas.contains_key("Product") && !schemas.contains_key("Family"));
}
