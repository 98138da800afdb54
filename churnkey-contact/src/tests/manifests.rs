use churnkey_runtime::ManifestFormat;
use serde_json::{Value, json};

use crate::translate::manifest::change;

#[test]
fn a_manifest_of_any_envelope_is_given_in_another() {
    let features =
        json!({ "enabled": true, "schedules": { "immediate": true, "end-of-period": false } });
    let grouped = json!({
        "name": "Express shop",
        "controllers": { "customers": { "enabled": true, "list": true } },
        "actions": { "cancel": features, "applyCoupon": { "enabled": true } },
    });
    let format: ManifestFormat = "kebab-case modules".parse().unwrap();
    let changed = change(&serde_json::to_vec(&grouped).unwrap(), &format).unwrap();
    let expected = json!({
        "name": "Express shop",
        "modules": {
            "controllers": { "customers": { "enabled": true, "list": true } },
            "actions": { "cancel": features, "apply-coupon": { "enabled": true } },
        },
    });
    assert_eq!(serde_json::from_slice::<Value>(&changed).unwrap(), expected);
    // And back.
    let back = change(&changed, &ManifestFormat::new()).unwrap();
    assert_eq!(serde_json::from_slice::<Value>(&back).unwrap(), grouped);
    for nothing in ["", "[]", "<html>", r#"{"name": "x"}"#] {
        assert!(change(nothing.as_bytes(), &format).is_none(), "{nothing}");
    }
}
