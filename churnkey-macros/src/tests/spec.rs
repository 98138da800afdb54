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
