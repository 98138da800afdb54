//! How start errors name modules, their places, and the code to paste.

use crate::module::context::short_type_name;
use crate::module::names::Module;
use crate::module::registry::SourceLocation;

/// Names the modules that no list has, and the `register!` to write instead of the existing ones.
pub(super) fn unregistered(
    context: &str,
    missing: &[(Module, SourceLocation)],
    lists: &[SourceLocation],
    to_list: &[Module],
) -> String {
    let modules: Vec<Module> = missing.iter().map(|(module, _)| *module).collect();
    let it = it(&modules);
    let places = missing.iter().map(|(module, place)| format!("`{module}` ({place})"));
    let (places, register) = (joined(places.collect()), register(context, to_list));
    let instead = if lists.is_empty() {
        String::new()
    } else {
        let lists = joined(lists.iter().map(SourceLocation::to_string).collect());
        format!(" instead of the one at {lists}")
    };
    let or_without = if modules.iter().any(|module| module.info().required) {
        String::new()
    } else {
        format!(", or leave {it} out with {}", without(&modules))
    };
    format!(
        "`{context}` implements {places}, but no `register!` lists {it}. \
         Write `{register}`{instead}{or_without}"
    )
}

/// Names the type without its path, as where it is imported.
pub(super) fn register(context: &str, modules: &[Module]) -> String {
    let modules: Vec<_> = modules.iter().map(|module| module.name()).collect();
    format!("churnkey::register!({}: {});", short_type_name(context), modules.join(", "))
}

pub(super) fn without(modules: &[Module]) -> String {
    let calls = modules.iter().map(|module| format!(".without(churnkey::Module::{module})"));
    format!("`{}`", calls.collect::<Vec<_>>().concat())
}

pub(super) fn all(modules: &[Module]) -> String {
    joined(modules.iter().map(|module| format!("`{module}`")).collect())
}

pub(super) const fn need(modules: &[Module]) -> &'static str {
    if modules.len() == 1 { "needs" } else { "need" }
}

pub(super) const fn it(modules: &[Module]) -> &'static str {
    if modules.len() == 1 { "it" } else { "them" }
}

/// `a, b and c`
fn joined(mut words: Vec<String>) -> String {
    match words.pop() {
        Some(last) if words.is_empty() => last,
        Some(last) => format!("{} and {last}", words.join(", ")),
        None => String::new(),
    }
}
