use churnkey::{Integration, Mode, UnknownMode};
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

/// OpenAPI has no scheme for a function of the merchant's, so the text says that there is one.
#[test]
fn a_request_that_may_be_known_without_the_token_is_told() {
    let description = |builder: churnkey::Builder<Shop>| {
        let document = builder.build().unwrap().openapi().clone();
        assert_eq!(document["security"], json!([{ "integrationToken": [] }]));
        let scheme = &document["components"]["securitySchemes"]["integrationToken"];
        scheme["description"].as_str().unwrap().to_owned()
    };
    let token =
        "The Integration Token from Churnkey's dashboard, with or without `Bearer` before it.";
    assert_eq!(description(builder()), token);
    let signed = description(builder().authenticate(|_, _| false));
    assert!(signed.starts_with(token), "{signed}");
    assert!(signed.contains("A request without it may still be authenticated"), "{signed}");
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
    let sandbox = builder().mode_word("sandbox", Mode::Test).build().unwrap();
    assert_eq!(mode(&sandbox), json!(["live", "test", "sandbox"]));
}

#[test]
fn an_action_has_the_status_that_was_set_and_no_other_success() {
    let integration = builder().action_status(202).build().unwrap();
    let paths = &integration.openapi()["paths"];
    let cancel = &paths["/churnkey/actions/customer/cancel"]["post"]["responses"];
    assert!(cancel["202"].is_object() && cancel["200"].is_null(), "{cancel}");
    assert!(paths["/churnkey/prices"]["get"]["responses"]["200"].is_object());
}

#[test]
fn the_manifest_is_in_one_place_by_get_and_by_post_unless_its_places_are_set() {
    let places = |builder: churnkey::Builder<Shop>| {
        let document = builder.build().unwrap().openapi().clone();
        let paths = document["paths"].as_object().unwrap().clone();
        let of_features =
            paths.into_iter().filter(|(_, path)| path["get"]["tags"] == json!(["Features"]));
        of_features
            .inspect(|(_, path)| assert!(path["post"].is_object()))
            .map(|(path, _)| path)
            .collect()
    };
    let places: [Vec<String>; 2] =
        [places(builder()), places(builder().features_paths(["/", "/f"]))];
    assert_eq!(places, [vec!["/churnkey/features"], vec!["/churnkey", "/churnkey/f"]]);
}
