use serde_json::json;

use super::{KeyCase, Manifest, ManifestFormat, ManifestShape, ModuleFeatures};
use crate::actions::Schedule;
use crate::module::manifest::{choices, features};
use crate::module::names::Module;

fn manifest() -> Manifest {
    let schedules = ("schedules", choices(&[Schedule::EndOfPeriod]));
    let customers =
        ModuleFeatures::new(Module::Customers, features([("findByEmail", true.into())]));
    let change_price = ModuleFeatures::new(Module::ChangePrice, features([schedules]));
    Manifest::of("Acme Video", [change_price, customers])
}

#[test]
fn the_default_is_the_shape_of_the_protocols_page() {
    let expected = json!({
        "name": "Acme Video",
        "controllers": { "customers": { "enabled": true, "findByEmail": true } },
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

#[test]
fn each_shape_has_its_envelope() {
    let spelt = |shape| ManifestFormat::new().keys(KeyCase::Snake).shape(shape).apply(&manifest());
    let grouped = spelt(ManifestShape::Grouped);
    let (controllers, actions) = (&grouped["controllers"], &grouped["actions"]);
    assert_eq!(actions["change_price"]["enabled"], true);
    let groups = json!({ "controllers": controllers, "actions": actions });
    let name = "Acme Video";
    let under = json!({ "name": name, "features": groups });
    assert_eq!(spelt(ManifestShape::UnderFeatures), under);
    assert_eq!(spelt(ManifestShape::UnderModules), json!({ "name": name, "modules": groups }));
    let flat = json!({
        "name": name,
        "customers": controllers["customers"],
        "change_price": actions["change_price"],
    });
    assert_eq!(spelt(ManifestShape::Flat), flat);
}

#[test]
fn the_list_names_each_endpoint_in_each_spelling() {
    let list =
        |keys| ManifestFormat::new().keys(keys).shape(ManifestShape::List).apply(&manifest());
    for (keys, find, handle) in [
        (KeyCase::Camel, "customers.findByEmail", "changePrice.handle"),
        (KeyCase::Pascal, "Customers.FindByEmail", "ChangePrice.Handle"),
        (KeyCase::Kebab, "customers.find-by-email", "change-price.handle"),
        (KeyCase::Snake, "customers.find_by_email", "change_price.handle"),
    ] {
        let retrieve = find.replace("findByEmail", "retrieve").replace("FindByEmail", "Retrieve");
        let retrieve =
            retrieve.replace("find-by-email", "retrieve").replace("find_by_email", "retrieve");
        assert_eq!(list(keys), json!([retrieve, find, handle]));
    }
}

#[test]
fn a_text_names_a_format() {
    let read = |text: &str| text.parse::<ManifestFormat>().map(|format| format.to_string());
    for (text, format) in [
        ("", "camelCase grouped"),
        ("PascalCase", "PascalCase grouped"),
        ("  modules ", "camelCase modules"),
        ("snake_case,list", "snake_case list"),
        ("KEBAB-CASE+features nameless", "kebab-case features nameless"),
        ("flat", "camelCase flat"),
    ] {
        assert_eq!(read(text).as_deref(), Ok(format), "{text}");
    }
    for (text, word) in [
        ("upper", "upper"),
        ("modules list", "list"),
        ("camelCase PascalCase", "PascalCase"),
        ("nameless nameless", "nameless"),
        ("modules; list", "modules;"),
    ] {
        let error = read(text).unwrap_err().to_string();
        assert!(error.starts_with(&format!("`{word}` is not a manifest format")), "{error}");
    }
    for format in ManifestFormat::all() {
        assert_eq!(read(&format.to_string()), Ok(format.to_string()), "each can be written");
    }
    assert_eq!(ManifestFormat::all().count(), KeyCase::ALL.len() * ManifestShape::ALL.len());
}
