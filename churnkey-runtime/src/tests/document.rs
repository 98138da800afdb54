use serde_json::json;

use super::FixedDocument;

#[test]
fn the_etag_changes_only_with_the_content() {
    let tag = |path, value| FixedDocument::features(path, &value).etag;
    assert_eq!(tag("/features", json!({ "a": 1 })), tag("/manifest", json!({ "a": 1 })));
    assert_ne!(tag("/features", json!({ "a": 1 })), tag("/features", json!({ "a": 2 })));
}
