//! The table itself.

use crate::spec::{MODULES, Shape, by_name, by_trait, by_type};

#[test]
fn every_module_is_found_by_each_of_its_names() {
    for module in MODULES {
        assert_eq!(by_name(module.name).map(|found| found.trait_name), Some(module.trait_name));
        assert_eq!(by_trait(module.trait_name).map(|found| found.name), Some(module.name));
        let own = module.methods[0].parameters[0].1.name();
        assert_eq!(by_type(own).map(|found| found.name), Some(module.name), "{own}");
    }
}

#[test]
fn every_module_has_a_required_method_and_words_for_its_lists() {
    for module in MODULES {
        assert!(module.methods[0].required, "{}", module.name);
        for argument in module.arguments {
            if let Shape::List(words) | Shape::Choice(words) = argument.shape {
                assert!(words.words.len() > 1, "{}", argument.name);
            }
        }
    }
}

/// Otherwise `register!` would ask for a module that cannot be listed.
#[test]
fn every_module_needs_modules_that_there_are_and_not_itself() {
    fn needs(name: &str, depth: usize) {
        assert!(depth < MODULES.len(), "`{name}` needs itself");
        let module = by_trait(name).unwrap_or_else(|| panic!("`{name}` is no module"));
        for need in module.needs {
            needs(need, depth + 1);
        }
    }
    for module in MODULES {
        needs(module.trait_name, 0);
    }
}
