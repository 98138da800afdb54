use actix_web::test::TestRequest;
use churnkey::{Integration, KeyCase, ManifestFormat, ManifestShape};
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

const PLACES: [&str; 5] = [
    "/churnkey/features",
    "/churnkey/manifest",
    "/churnkey/feature-manifest",
    "/churnkey/features-manifest",
    "/churnkey",
];

#[actix_web::test]
async fn it_is_wherever_it_may_be_asked_for_and_one_document() {
    let integration = Shop::default().integration();
    let first = get(&integration, "/churnkey/features").await;
    for place in PLACES {
        for path in [place.to_owned(), format!("{place}/")] {
            for method in ["GET", "POST"] {
                for body in ["", "{}"] {
                    let call = request(method, &path).set_payload(body);
                    let answer = send(&integration, call).await;
                    assert_eq!(
                        (answer.status, &answer.body),
                        (200, &first.body),
                        "{method} {path}"
                    );
                    assert_eq!(answer.etag(), first.etag());
                }
                let bare = TestRequest::with_uri(&path).method(method.parse().unwrap());
                send(&integration, bare).await.error(401);
            }
            let answer = send(&integration, request("DELETE", &path)).await;
            answer.error(405);
            assert_eq!(answer.header("allow"), Some("GET, POST"));
        }
    }
}

#[actix_web::test]
async fn by_post_a_known_etag_changes_nothing_and_a_body_too_large_is_413() {
    let integration = Shop::default().integration();
    let etag = get(&integration, "/churnkey/features").await.etag().to_owned();
    let call = request("POST", "/churnkey/features").insert_header(("if-none-match", etag));
    assert_eq!(send(&integration, call).await.status, 200);
    let large = request("POST", "/churnkey/features").set_payload("x".repeat(65 * 1024));
    send(&integration, large).await.error(413);
}

#[actix_web::test]
async fn a_place_that_is_set_is_the_only_one() {
    let at = |path: &str| {
        let builder = Integration::builder(Shop::default()).token(TOKEN);
        builder.features_paths([path]).build().unwrap()
    };
    let pinned = at("/manifest");
    assert_eq!(pinned.features_paths().collect::<Vec<_>>(), ["/manifest"]);
    for place in PLACES {
        let status = get(&pinned, place).await.status;
        assert_eq!(status, if place == "/churnkey/manifest" { 200 } else { 404 }, "{place}");
    }
    let prefix = at("/");
    assert_eq!(get(&prefix, "/churnkey").await.status, 200);
    assert_eq!(get(&prefix, "/churnkey/").await.status, 200);
    get(&prefix, "/churnkey/features").await.error(404);
}

#[test]
fn the_table_at_boot_names_all_its_places() {
    let table = Shop::default().integration().table().to_string();
    assert!(table.contains("GET  /churnkey/features "), "{table}");
    assert!(table.contains("POST /churnkey/features\n"), "{table}");
    let others = "the manifest is also at /churnkey/manifest, /churnkey/feature-manifest, \
                  /churnkey/features-manifest, /churnkey\n";
    assert!(table.contains(others), "{table}");
    let builder = Integration::builder(Shop::default()).token(TOKEN);
    let table = builder.features_paths(["/f"]).build().unwrap().table().to_string();
    assert!(table.contains("GET  /churnkey/f ") && !table.contains("also at"), "{table}");
}

#[actix_web::test]
async fn each_shape_is_served_as_it_is_named() {
    for (shape, pointer) in [
        (ManifestShape::Grouped, "/actions/Cancel/enabled"),
        (ManifestShape::Flat, "/Cancel/enabled"),
        (ManifestShape::UnderFeatures, "/features/actions/Cancel/enabled"),
        (ManifestShape::UnderModules, "/modules/actions/Cancel/enabled"),
    ] {
        let format = ManifestFormat::new().keys(KeyCase::Pascal).shape(shape);
        let builder = Integration::builder(Shop::default()).token(TOKEN).manifest_format(format);
        let manifest = get(&builder.build().unwrap(), "/churnkey/features").await.json();
        assert_eq!(manifest.pointer(pointer), Some(&json!(true)), "{manifest}");
    }
    let list = ManifestFormat::new().shape(ManifestShape::List);
    let builder = Integration::builder(Kiosk::default()).token(TOKEN).manifest_format(list);
    let manifest = get(&builder.build().unwrap(), "/churnkey/features").await.json();
    let expected = json!([
        "customers.retrieve",
        "prices.retrieve",
        "prices.list",
        "subscriptions.retrieve",
        "cancel.handle",
        "changePrice.handle",
        "extendTrial.handle",
        "pause.handle",
    ]);
    assert_eq!(manifest, expected);
}
