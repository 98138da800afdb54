use churnkey::{Integration, KeyCase, ManifestFormat};
use serde_json::json;

use crate::client::{TOKEN, get, request, send};
use crate::merchant::{Kiosk, Shop};

#[actix_web::test]
async fn the_manifest_of_a_whole_integration_is_that_of_the_protocols_page() {
    let integration =
        Integration::builder(Shop::default()).name("Acme Video").token(TOKEN).build().unwrap();
    let both = json!({ "immediate": true, "end-of-period": true });
    let expected = json!({
        "name": "Acme Video",
        "controllers": {
            "customers": { "enabled": true, "list": true, "findByEmail": true, "findByPhone": true },
            "prices": { "enabled": true, "type": "product" },
            "subscriptions": { "enabled": true, "list": true },
            "coupons": { "enabled": true },
            "products": { "enabled": true, "type": "family" },
            "families": { "enabled": true },
        },
        "actions": {
            "cancel": { "enabled": true, "handleAll": true, "unpause": true, "schedules": both },
            "pause": {
                "enabled": true, "handleAll": true, "startDates": both,
                "durations": { "period": true, "date": true }, "allowAnnual": true,
            },
            "applyCoupon": { "enabled": true },
            "changePrice": { "enabled": true, "prorate": true, "schedules": both },
            "extendTrial": { "enabled": true, "multiple": true, "durations": { "period": true, "date": true } },
        },
    });
    assert_eq!(get(&integration, "/churnkey/features").await.json(), expected);
    assert_eq!(*integration.manifest(), expected);
}

#[actix_web::test]
async fn what_is_left_out_is_not_announced() {
    let manifest = get(&Kiosk::default().integration(), "/churnkey/features").await.json();
    let late = json!({ "immediate": false, "end-of-period": true });
    let expected = json!({
        "name": "Kiosk",
        "controllers": {
            "customers": { "enabled": true, "list": false, "findByEmail": false, "findByPhone": false },
            "prices": { "enabled": true, "type": "standalone" },
            "subscriptions": { "enabled": true, "list": false },
        },
        "actions": {
            "cancel": { "enabled": true, "handleAll": false, "unpause": false, "schedules": late },
            "pause": {
                "enabled": true, "handleAll": false, "startDates": late,
                "durations": { "period": true, "date": false }, "allowAnnual": false,
            },
            "changePrice": { "enabled": true, "prorate": false, "schedules": late },
            "extendTrial": { "enabled": true, "multiple": false, "durations": { "period": false, "date": true } },
        },
    });
    assert_eq!(manifest, expected);
}

#[actix_web::test]
async fn path_and_spelling_are_settings() {
    let integration = Integration::builder(Kiosk::default())
        .features_paths(["/features", "/v2/manifest"])
        .manifest_format(ManifestFormat::new().keys(KeyCase::Pascal))
        .token(TOKEN)
        .build()
        .unwrap();
    let manifest = get(&integration, "/churnkey/v2/manifest").await.json();
    assert_eq!(manifest["actions"]["ChangePrice"]["enabled"], true);
    assert_eq!(get(&integration, "/churnkey/features").await.json(), manifest);
}

#[actix_web::test]
async fn who_has_the_manifest_gets_304() {
    let integration = Shop::default().integration();
    let first = get(&integration, "/churnkey/features").await;
    let etag = first.etag().to_owned();
    for known in [etag.clone(), format!("W/{etag}"), format!("\"other\", {etag}"), "*".to_owned()] {
        let request =
            request("GET", "/churnkey/features").insert_header(("if-none-match", known.clone()));
        let answer = send(&integration, request).await;
        assert_eq!((answer.status, answer.body.len()), (304, 0), "{known}");
        assert_eq!(answer.etag(), etag);
    }
    let request =
        request("GET", "/churnkey/features").insert_header(("if-none-match", "\"other\""));
    assert_eq!(send(&integration, request).await.body, first.body);
    assert_ne!(get(&Kiosk::default().integration(), "/churnkey/features").await.etag(), etag);
}
