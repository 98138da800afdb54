use serde_json::Map;

use super::{Context, Submitted};
use crate::integration::start_error::StartError;
use crate::module::names::Module;
use crate::module::registry::{Implementation, Implemented, SourceLocation};

const PLACE: SourceLocation = SourceLocation::new("src/billing.rs", 7);
const LIST: SourceLocation = SourceLocation::new("src/main.rs", 3);
const REQUIRED: [Module; 3] = [Module::Customers, Module::Prices, Module::Subscriptions];

fn by_its_attribute(module: Module) -> Implementation {
    Implementation::new::<()>(module, &[], |_| Map::new(), PLACE)
}

fn listed(module: Module, place: SourceLocation) -> &'static Implementation {
    Box::leak(Box::new(by_its_attribute(module).listed(place)))
}

fn all(modules: &[Module]) -> Submitted {
    modules.iter().map(|module| listed(*module, LIST)).collect()
}

/// What a context that implements `modules` offers of what was submitted.
fn offers(
    name: &'static str,
    modules: &[Module],
    submitted: Submitted,
    without: &[Module],
) -> Result<Vec<&'static str>, StartError> {
    let implemented: Implemented = std::array::from_fn(|at| {
        (Module::ALL[at], modules.contains(&Module::ALL[at]).then_some(PLACE))
    });
    let context = Context { name, implemented: &implemented, without };
    let offered = context.offers(submitted)?;
    Ok(offered.iter().map(|found| found.name()).collect())
}

/// The same for a generic context, as the error.
fn refusal(modules: &[Module], submitted: Submitted, without: &[Module]) -> String {
    let result = offers("shop::Billing<shop::Pg>", modules, submitted, without);
    result.expect_err("a refusal").to_string()
}

#[test]
fn the_linkers_order_does_not_matter() {
    let modules = [&REQUIRED[..], &[Module::Coupons, Module::Cancel]].concat();
    let names = |submitted: Submitted| offers("Billing", &modules, submitted, &[]).unwrap();
    let ordered = ["Customers", "Prices", "Subscriptions", "Coupons", "Cancel"];
    assert_eq!(names(all(&modules)), ordered);
    assert_eq!(names(all(&modules).into_iter().rev().collect()), ordered);
}

#[test]
fn two_lists_with_the_same_modules_are_one_error_with_both_places() {
    let again = SourceLocation::new("src/main.rs", 9);
    let modules = [&REQUIRED[..], &[Module::Cancel]].concat();
    let twice = modules.iter().map(|module| listed(*module, again)).chain(all(&modules));
    assert_eq!(
        refusal(&modules, twice.collect(), &[]),
        "two `register!` of `shop::Billing<shop::Pg>` list `Customers`, `Prices`, `Subscriptions` and `Cancel`, at \
         src/main.rs:3 and at src/main.rs:9: list each module once"
    );
}

/// The macro requires the prerequisites of what it lists, and those may be blocks that are not generic.
#[test]
fn a_module_may_be_listed_even_if_its_attribute_submits_it() {
    let attribute: &Implementation = Box::leak(Box::new(by_its_attribute(Module::Customers)));
    let submitted = [attribute].into_iter().chain(all(&REQUIRED)).collect();
    let names = offers("Billing<Pg>", &REQUIRED, submitted, &[]).unwrap();
    assert_eq!(names, ["Customers", "Prices", "Subscriptions"]);
}

#[test]
fn a_module_that_is_not_linked_is_refused_and_named() {
    let submitted = all(&[Module::Customers, Module::Subscriptions]);
    let error = offers("shop::Billing", &REQUIRED, submitted, &[]).unwrap_err();
    let message = error.to_string();
    assert!(
        message.starts_with("`shop::Billing` implements `Prices`, but the linker"),
        "{message}"
    );
}

#[test]
fn a_generic_context_that_nothing_registers_is_refused_with_the_list_to_write() {
    assert_eq!(
        refusal(&REQUIRED, Vec::new(), &[]),
        "`shop::Billing<shop::Pg>` implements `Customers` (src/billing.rs:7), `Prices` (src/billing.rs:7) and \
         `Subscriptions` (src/billing.rs:7), but no `register!` lists them. Write \
         `churnkey::register!(Billing<Pg>: Customers, Prices, Subscriptions);`"
    );
}

#[test]
fn a_generic_module_that_is_not_listed_is_refused_with_both_ways_out() {
    let modules = [&REQUIRED[..], &[Module::Cancel, Module::Pause]].concat();
    let submitted = || all(&[&REQUIRED[..], &[Module::Cancel]].concat());
    assert_eq!(
        refusal(&modules, submitted(), &[]),
        "`shop::Billing<shop::Pg>` implements `Pause` (src/billing.rs:7), but no `register!` lists it. Write \
         `churnkey::register!(Billing<Pg>: Customers, Prices, Subscriptions, Cancel, Pause);` instead of the \
         one at src/main.rs:3, or leave it out with `.without(churnkey::Module::Pause)`"
    );
    let names = offers("Billing<Pg>", &modules, submitted(), &[Module::Pause]).unwrap();
    assert_eq!(names, ["Customers", "Prices", "Subscriptions", "Cancel"]);
}

#[test]
fn a_needed_module_cannot_be_left_out() {
    let more = [Module::Cancel, Module::Pause, Module::ExtendTrial];
    let modules = [&REQUIRED[..], &more].concat();
    let refusal = |without: &[Module]| refusal(&modules, all(&modules), without);
    assert_eq!(
        refusal(&[Module::Cancel]),
        "`ExtendTrial` and `Pause` of `shop::Billing<shop::Pg>` need `Cancel`, which is left out: leave them out too, with \
         `.without(churnkey::Module::ExtendTrial).without(churnkey::Module::Pause)`, or keep `Cancel`"
    );
    assert!(refusal(&[Module::Cancel, Module::Pause]).contains("`ExtendTrial` of `shop"));
    let names = offers("Billing", &modules, all(&modules), &more).unwrap();
    assert_eq!(names, ["Customers", "Prices", "Subscriptions"]);
}

#[test]
fn no_required_module_can_be_left_out() {
    for module in REQUIRED {
        let message = refusal(&REQUIRED, all(&REQUIRED), &[module]);
        assert!(message.contains(&format!("`{module}` cannot be left out")), "{message}");
    }
}

/// Blocks whose bounds are stronger than those of the context's `Customers` are not known to be implemented.
#[test]
fn needs_that_arguments_add_are_checked_too() {
    let prices = by_its_attribute(Module::Prices).listed(LIST).and_needs(&[Module::Products]);
    let prices: &Implementation = Box::leak(Box::new(prices));
    let mut submitted = all(&[Module::Customers, Module::Subscriptions]);
    submitted.push(prices);
    assert_eq!(
        refusal(&REQUIRED, submitted, &[]),
        "`Prices` of `shop::Billing<shop::Pg>` needs `Products`, which no `register!` lists: write \
         `churnkey::register!(Billing<Pg>: Customers, Prices, Subscriptions, Products);`"
    );
}
