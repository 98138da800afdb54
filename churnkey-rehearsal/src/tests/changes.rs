//! What differs.

use serde_json::json;

use crate::changes::between;

#[test]
fn each_change_has_its_path_and_both_values() {
    let before = json!({ "status": { "name": "active" }, "items": [{ "id": 1 }], "gone": true });
    let after =
        json!({ "status": { "name": "paused" }, "items": [{ "id": 1 }, { "id": 2 }], "new": [] });
    let changes = between(&before, &after);
    let told: Vec<_> = changes
        .iter()
        .map(|change| (change.path.as_str(), change.before.clone(), change.after.clone()))
        .collect();
    assert_eq!(
        told,
        [
            ("$.gone", Some(json!(true)), None),
            ("$.items[1]", None, Some(json!({ "id": 2 }))),
            ("$.status.name", Some(json!("active")), Some(json!("paused"))),
            ("$.new", None, Some(json!([]))),
        ]
    );
    assert!(between(&after, &after).is_empty());
}
