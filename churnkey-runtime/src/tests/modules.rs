use serde_json::Map;

use super::check;
use crate::integration::start_error::StartError;
use crate::module::registry::{Info, Kind, Module, Place};

struct Billing;

static PRICES: Info = Info { name: "Prices", kind: Kind::Controller, required: true };
static COUPONS: Info = Info { name: "Coupons", kind: Kind::Controller, required: false };
static CANCEL: Info = Info { name: "Cancel", kind: Kind::Action, required: false };

fn module(info: &'static Info, line: u32) -> &'static Module {
    let place = Place::new("src/billing.rs", line);
    Box::leak(Box::new(Module::new::<Billing>(info, &[], |_| Map::new(), place)))
}

#[test]
fn the_linkers_order_does_not_matter() {
    let modules = vec![module(&CANCEL, 1), module(&COUPONS, 2), module(&PRICES, 3)];
    let names = |modules: Vec<&'static Module>| {
        let modules = check(modules, &[&PRICES], "Billing").unwrap();
        modules.iter().map(|module| module.info.name).collect::<Vec<_>>()
    };
    let reversed = modules.iter().rev().copied().collect();
    assert_eq!(names(modules), ["Prices", "Coupons", "Cancel"]);
    assert_eq!(names(reversed), ["Prices", "Coupons", "Cancel"]);
}

#[test]
fn a_module_twice_is_refused_and_both_places_are_named() {
    let error = check(vec![module(&CANCEL, 7), module(&CANCEL, 9)], &[], "Billing").unwrap_err();
    assert!(matches!(error, StartError::Duplicate { module: "Cancel", .. }));
    let message = error.to_string();
    assert!(
        message.contains("src/billing.rs:7") && message.contains("src/billing.rs:9"),
        "{message}"
    );
}

#[test]
fn a_required_module_that_is_not_linked_is_refused_and_named() {
    let error = check(vec![module(&CANCEL, 7)], &[&PRICES], "shop::Billing").unwrap_err();
    let message = error.to_string();
    assert!(
        message.starts_with("`shop::Billing` implements `Prices`, but the linker"),
        "{message}"
    );
}
