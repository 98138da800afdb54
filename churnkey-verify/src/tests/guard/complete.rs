//! The merchant of these tests has everything: each module, method, argument and word of the attributes.

use std::collections::BTreeSet;

use super::spec::{self, Shape};
use super::{assert_same, integration, registry, table};

#[test]
fn the_merchant_has_each_module_and_method() {
    let written = registry::endpoints(&integration()).into_iter().map(|it| (it.module, it.method));
    let methods = spec::MODULES.iter().flat_map(|module| {
        module.methods.iter().map(|method| (module.trait_name.to_owned(), method.name.to_owned()))
    });
    assert_same(("spec.rs", methods.collect()), ("everything.rs", written.collect()));
}

#[test]
fn the_merchant_has_each_argument_and_word() {
    let integration = integration();
    for module in spec::MODULES {
        let mut arguments = BTreeSet::new();
        for argument in module.arguments {
            match argument.shape {
                Shape::Flag | Shape::Choice(_) => drop(arguments.insert(argument.name.to_owned())),
                Shape::List(list) => {
                    arguments
                        .extend(list.words.iter().map(|word| format!("{}.{word}", argument.name)));
                }
            }
        }
        let announced = table::declared(&integration, module.trait_name);
        let announced = announced.iter().map(|feature| registry::snake(feature));
        // The other features say which optional methods are written.
        let announced =
            announced.filter(|feature| feature != "enabled" && module.method(feature).is_none());
        let name = format!("everything.rs ({})", module.trait_name);
        assert_same(("spec.rs", arguments), (&name, announced.collect()));
    }
}
