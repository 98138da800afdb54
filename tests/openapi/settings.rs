use churnkey::{Integration, UnknownMode};
use serde_json::json;

use crate::client::TOKEN;
use crate::merchant::Shop;

fn builder() -> churnkey::Builder<Shop> {
    Integration::builder(Shop::default()).name("Acme Video").token(TOKEN)
}

#[test]
fn the_token_goes_by_any_of_its_headers_and_is_not_in_the_document() {
    let integration =
        builder().token_header("X-Token").token_header("x-other-token").build().unwrap();
    let document = integration.openapi();
    assert_eq!(
        document["security"],
        json!([{ "integrationToken": [] }, { "tokenHeader1": [] }, { "tokenHeader2": [] }])
    );
    let schemes = &document["components"]["securitySchemes"];
    assert_eq!(
        (&schemes["integrationToken"]["type"], &schemes["integrationToken"]["scheme"]),
        (&json!("http"), &json!("bearer"))
    );
    assert_eq!(schemes["tokenHeader1"]["name"], "x-token");
    assert_eq!(
        (&schemes["tokenHeader2"]["in"], &schemes["tokenHeader2"]["name"]),
        (&json!("header"), &json!("x-other-token"))
    );
    assert!(!document.to_string().contains(TOKEN));
}

#[test]
fn title_and_version_are_the_manifests() {
    let integration = builder().build().unwrap();
    let document = integration.openapi();
    assert_eq!(document["info"]["title"], "Acme Video");
    assert_eq!(document["info"]["version"], integration.fingerprint());
    let features = &document["paths"]["/churnkey/features"]["get"]["responses"]["200"];
    assert_eq!(&features["content"]["application/json"]["example"], integration.manifest());
}

#[test]
fn limit_tells_its_default_and_its_maximum() {
    let integration = builder().page_limits(25, 500).build().unwrap();
    let list = &integration.openapi()["paths"]["/churnkey/prices"]["get"]["parameters"];
    let limit = list.as_array().unwrap().iter().find(|it| it["name"] == "limit").unwrap();
    assert_eq!(limit["schema"], json!({ "type": "integer", "minimum": 1, "default": 25 }));
    assert!(limit["description"].as_str().unwrap().contains("500"));
    let retrieve = &integration.openapi()["paths"]["/churnkey/prices/{id}"]["get"]["parameters"];
    assert!(retrieve.as_array().unwrap().iter().all(|it| it["in"] != "query"));
}

#[test]
fn a_mode_is_one_of_two_unless_any_other_is_taken_for_live() {
    let mode = |integration: &Integration| {
        integration.openapi()["components"]["parameters"]["Mode"]["schema"]["enum"].clone()
    };
    assert_eq!(mode(&builder().build().unwrap()), json!(["live", "test"]));
    assert_eq!(mode(&builder().unknown_mode(UnknownMode::Live).build().unwrap()), json!(null));
}
