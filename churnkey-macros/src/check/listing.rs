//! The rules of `register!`: the context can be served, the modules exist, and each is listed with those that it needs.

use proc_macro2::Span;
use syn::Generics;

use super::context::{self, Context};
use super::{arguments, wording};
use crate::args::{Listed, Listing};
use crate::diag::Diagnostics;
use crate::model::{Registered, Registration};
use crate::names::Root;
use crate::spec::{self, MODULES, Module};

/// `None` if nothing can be registered.
pub(crate) fn check<'a>(
    listing: &'a Listing,
    root: Root,
    diagnostics: &mut Diagnostics,
) -> Option<Registration<'a>> {
    let written = listing.context.as_ref();
    let name = written.map_or_else(|| "Billing<Postgres>".to_owned(), wording::text);
    let known = known(listing, diagnostics);
    if listing.modules.is_empty() {
        let problem = "`register!` lists no module";
        let write = format!(
            "write `{}`",
            call(&name, &closed(spec::by_trait("Cancel").into_iter().collect()))
        );
        // A missing context has already been reported.
        if let Some(ty) = written {
            diagnostics.at(ty, problem, write);
        }
    }
    // A misspelt module has its own error.
    let meant = listing.modules.iter().filter_map(|listed| meant(&listed.name.text));
    let all: Vec<&'static Module> = meant.collect();
    for (module, listed) in &known {
        needs(module, listed, &all, &name, diagnostics);
    }

    let modules = known.into_iter().map(|(module, listed)| Registered {
        module,
        word: arguments::place(&listed.name.tokens),
        cfgs: &listed.cfgs,
    });
    let write = |ty: &str| format!("churnkey::register!({ty}: …)");
    let context = match context::check(written?, &Generics::default(), &write, diagnostics) {
        Context::Legal(ty) | Context::Inside(ty) => ty,
        Context::Borrowing(_) | Context::Impossible => return None,
    };
    let root = listing.root.as_ref().map_or_else(|| root.path(), |(_, path)| path.clone());
    Some(Registration { root, context, place: Span::call_site(), modules: modules.collect() })
}

/// The modules that exist, each once.
fn known<'a>(
    listing: &'a Listing,
    diagnostics: &mut Diagnostics,
) -> Vec<(&'static Module, &'a Listed)> {
    let mut known: Vec<(&'static Module, &Listed)> = Vec::new();
    for listed in &listing.modules {
        let word = &listed.name;
        let Some(module) = spec::by_trait(&word.text) else {
            unknown(listed, diagnostics);
            continue;
        };
        wording::form(word, diagnostics);
        let twice = known.iter().find(|(other, first)| {
            // Two with `cfg`s may exclude each other.
            other.name == module.name && (first.cfgs.is_empty() || listed.cfgs.is_empty())
        });
        if let Some((_, first)) = twice {
            diagnostics.twice("module", module.trait_name, &first.name.tokens, &word.tokens);
            continue;
        }
        known.push((module, listed));
    }
    known
}

/// The module that a name stands for, even if misspelt.
fn meant(text: &str) -> Option<&'static Module> {
    wording::closest(text, MODULES.iter().map(|module| module.trait_name)).and_then(spec::by_trait)
}

fn unknown(listed: &Listed, diagnostics: &mut Diagnostics) {
    let word = &listed.name;
    let names = || MODULES.iter().map(|module| module.trait_name);
    let instead = wording::instead(&word.text, "the modules", names().collect::<Vec<_>>());
    diagnostics.at(&word.tokens, format!("module `{}` does not exist", word.text), instead);
}

/// rustc cannot see this mistake: the impl exists, and only its entry is missing.
fn needs(
    module: &Module,
    listed: &Listed,
    all: &[&'static Module],
    context: &str,
    diagnostics: &mut Diagnostics,
) {
    let missing = module.needs.iter().copied();
    let missing: Vec<&str> =
        missing.filter(|need| all.iter().all(|module| module.trait_name != *need)).collect();
    if missing.is_empty() {
        return;
    }
    let are = if missing.len() == 1 { "which is" } else { "which are" };
    let problem =
        format!("module `{}` needs {}, {are} not listed", module.trait_name, wording::all(missing));
    let write = format!("write `{}`", call(context, &closed(all.to_vec())));
    diagnostics.at(&listed.name.tokens, problem, write);
}

/// Adds the modules that these need, in the table's order.
fn closed(mut modules: Vec<&'static Module>) -> Vec<&'static Module> {
    let mut position = 0;
    while let Some(module) = modules.get(position) {
        for need in module.needs.iter().filter_map(|need| spec::by_trait(need)) {
            if modules.iter().all(|module| module.name != need.name) {
                modules.push(need);
            }
        }
        position += 1;
    }
    MODULES.iter().filter(|module| modules.iter().any(|it| it.name == module.name)).collect()
}

fn call(context: &str, modules: &[&Module]) -> String {
    let names: Vec<&str> = modules.iter().map(|module| module.trait_name).collect();
    format!("churnkey::register!({context}: {})", names.join(", "))
}
