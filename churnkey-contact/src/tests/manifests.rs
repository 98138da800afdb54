use churnkey_runtime::ManifestFormat;
use serde_json::{Value, json};

use crate::translate::manifest::reformat;

#[test]
fn a_manifest_can_be_reformatted() {
    let features =
        json!({ "enabled": true, "schedules": { "immediate": true, "end-of-period": false } });
    let grouped = json!({
        "name": "Express shop",
        "controllers": { "customers": { "enabled": true, "list": true } },
        "actions": { "cancel": features, "applyCoupon": { "enabled": true } },
    });
    let format: ManifestFormat = "kebab-case modules".parse().unwrap();
    let kebab_case = reformat(&serde_json::to_vec(&grouped).unwrap(), &format).unwrap();
    let expected = json!({
        "name": "Express shop",
        "modules": {
            "controllers": { "customers": { "enabled": true, "list": true } },
            "actions": { "cancel": features, "apply-coupon": { "enabled": true } },
        },
    });
    assert_eq!(serde_json::from_slice::<Value>(&kebab_case).unwrap(), expected);
    let back = reformat(&kebab_case, &ManifestFormat::new()).unwrap();
    assert_eq!(serde_json::from_slice::<Value>(&back).unwrap(), grouped);
    for unreadable in ["", "[]", "<html>", r#"{"name": "x"}"#] {
        assert!(reformat(unreadable.as_bytes(), &format).is_none(), "{unreadable}");
    }
}
