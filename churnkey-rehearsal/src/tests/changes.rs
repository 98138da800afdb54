//! What differs.

use serde_json::json;

use crate::changes::between;

#[test]
fn each_change_has_its_path_and_both_values() {
    let before = json!({ "status": { "name": "active" }, "items": [{ "id": 1 }], "gone": true });
    let after = json!({ "status": { "name": "paused" }, "items": [{ "id": 1 }, { "id": { "n": 2 } }], "new": [], "pause": { "start": 1 } });
    let changes = between(&before, &after);
    let told: Vec<_> = changes
        .iter()
        .map(|change| (change.path.as_str(), change.before.clone(), change.after.clone()))
        .collect();
    assert_eq!(
        told,
        [
            ("$.status.name", Some(json!("active")), Some(json!("paused"))),
            ("$.gone", Some(json!(true)), None),
            ("$.items[1]", None, Some(json!({ "id": { "n": 2 } }))),
            ("$.new", None, Some(json!([]))),
            ("$.pause.start", None, Some(json!(1))),
        ]
    );
    assert!(between(&after, &after).is_empty());
}
