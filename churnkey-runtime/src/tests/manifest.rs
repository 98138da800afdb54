use serde_json::json;

use super::{KeyCase, Manifest, ManifestFormat, ModuleFeatures, choices, features};
use crate::actions::Schedule;

fn manifest() -> Manifest {
    let schedules = ("schedules", choices(&[Schedule::EndOfPeriod]));
    Manifest {
        name: "Acme Video".to_owned(),
        controllers: vec![ModuleFeatures { module: "Customers", features: features([]) }],
        actions: vec![ModuleFeatures { module: "ChangePrice", features: features([schedules]) }],
    }
}

#[test]
fn the_default_is_the_shape_of_the_protocols_page() {
    let expected = json!({
        "name": "Acme Video",
        "controllers": { "customers": { "enabled": true } },
        "actions": {
            "changePrice": {
                "enabled": true,
                "schedules": { "immediate": false, "end-of-period": true },
            },
        },
    });
    assert_eq!(ManifestFormat::new().apply(&manifest()), expected);
}

#[test]
fn envelope_name_and_keys_can_be_changed() {
    let spelt = |format: ManifestFormat| format.apply(&manifest());
    let pascal = spelt(ManifestFormat::new().keys(KeyCase::Pascal));
    assert!(pascal["actions"]["ChangePrice"]["enabled"].is_boolean());
    assert!(pascal["controllers"]["Customers"]["enabled"].is_boolean());

    let flat = spelt(ManifestFormat::new().keys(KeyCase::Kebab).flat().without_name());
    let keys: Vec<_> = flat.as_object().unwrap().keys().collect();
    assert_eq!(keys, ["change-price", "customers"]);

    let custom =
        ManifestFormat::custom(|manifest| json!([manifest.name, manifest.actions[0].module]));
    assert_eq!(spelt(custom), json!(["Acme Video", "ChangePrice"]));
}
