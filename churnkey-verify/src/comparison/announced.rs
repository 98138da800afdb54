//! The differences between what two integrations announce, whatever the envelopes of their manifests.

use std::collections::BTreeSet;

use serde_json::Value;

use super::fields::{DifferenceKind, FieldDiffers, untyped};
use crate::announced::Announced;
use crate::module::{Feature, Module};
use crate::protocol::MODULES;

/// A module or a feature that is not announced counts as announced with `false`.
pub(super) fn differences(old: &Announced, new: &Announced) -> Vec<FieldDiffers> {
    let mut found = Vec::new();
    for module in MODULES {
        match (old.has(module.name), new.has(module.name)) {
            (true, true) => of_module(module, old, new, &mut found),
            (false, false) => {}
            (one, other) => found.push(flag(module.name.to_owned(), one, other)),
        }
    }
    found
}

fn of_module(module: &Module, old: &Announced, new: &Announced, found: &mut Vec<FieldDiffers>) {
    for feature in module.features {
        match feature {
            Feature::Choice(choice) => {
                let words = |of: &Announced| -> BTreeSet<String> {
                    of.words(module.name, choice.key).into_iter().collect()
                };
                let (one, other) = (words(old), words(new));
                for word in one.symmetric_difference(&other) {
                    let field = format!("{}.{}.{word}", module.name, choice.key);
                    found.push(flag(field, one.contains(word), other.contains(word)));
                }
            }
            Feature::Flag(key) | Feature::Word(key, _) => {
                let value = |of: &Announced| match of.feature(module.name, key) {
                    None | Some(Value::Bool(false)) => Value::Null,
                    Some(value) => value.clone(),
                };
                untyped(&format!("{}.{key}", module.name), &value(old), &value(new), found);
            }
        }
    }
}

fn flag(field: String, old: bool, new: bool) -> FieldDiffers {
    let kind = if old { DifferenceKind::OnlyOld } else { DifferenceKind::OnlyNew };
    FieldDiffers { field, kind, old: old.into(), new: new.into() }
}
