//! The page's own calls: what it reads of an integration, in pages.

use serde_json::json;

use crate::merchant::Studio;
use crate::served::serve;

#[test]
fn lists_come_in_pages_and_customers_are_found() {
    let served = serve(Studio::with_many(5_000, 200));
    let first = served.page("customers", &json!({})).json();
    assert_eq!(first["data"].as_array().unwrap().len(), 25);
    let second = served.page("customers", &json!({ "cursor": first["next"] })).json();
    assert_ne!(second["data"][0], first["data"][0]);
    let theirs = served.page("subscriptions", &json!({ "customer": "u_3" })).json();
    assert_eq!(theirs["data"].as_array().unwrap().len(), 25);
    assert!(theirs["next"].is_string());
    for (by, text) in [("email", "mina@example.org"), ("phone", "+4915112345"), ("id", "u_1")] {
        assert_eq!(served.page("find", &json!({ "by": by, "text": text })).json()["id"], "u_1");
    }
    let nobody = served.page("find", &json!({ "by": "email", "text": "nobody@example.org" }));
    assert_eq!((nobody.status, &nobody.json()["status"]), (502, &json!(404)));
}

#[test]
fn the_page_is_told_what_is_announced() {
    let served = serve(Studio::new());
    let about = served.page("about", &json!({})).json();
    assert_eq!(about["integration"], "Acme Video");
    assert_eq!(about["mode"], "test");
    assert_eq!(about["announced"]["customers"], true);
    assert_eq!(about["announced"]["both"], true);
    let about = served.page("at-once", &json!({ "atOnce": true })).json();
    assert_eq!(about["atOnce"], true);
}
