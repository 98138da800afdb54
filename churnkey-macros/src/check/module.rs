//! Determines the module. The trait and the first word of `action(…)` both name it, and must agree.

use proc_macro2::{TokenStream, TokenTree};
use syn::ext::IdentExt;

use super::attribute::Attribute;
use super::word::{self, ModuleWord};
use super::wording;
use crate::diag::Diagnostics;
use crate::spec::{self, Kind, MODULES, Module};

/// The module that an attribute and its item name.
#[derive(Default)]
pub(super) struct Named {
    /// The implemented module.
    pub(super) module: Option<&'static Module>,
    /// The module whose arguments are given; `None` if that is unclear, so that they are not checked.
    pub(super) arguments: Option<&'static Module>,
    /// The entry that is the module's name, not an argument.
    pub(super) position: Option<usize>,
    /// Whether the trait is misspelt, so that the block needs the right one.
    pub(super) misspelt: bool,
    /// Whether the trait is an entirely different one, so that the module's own impl is missing.
    pub(super) foreign: bool,
}

/// The module of an impl block's trait and its attribute.
pub(super) fn of_trait(
    attribute: &Attribute<'_>,
    path: &syn::Path,
    diagnostics: &mut Diagnostics,
) -> Named {
    let Some(segment) = path.segments.last() else {
        return Named::default();
    };
    let (written, kind) = (segment.ident.unraw().to_string(), attribute.kind);
    let exact = spec::by_trait(&written);
    let close = || {
        wording::closest(&written, MODULES.iter().map(|module| module.trait_name))
            .and_then(spec::by_trait)
    };
    let meant = exact.or_else(close);

    // The attribute itself is wrong, so its arguments mean nothing.
    let wrong_kind = meant.filter(|module| module.kind != kind);
    let says_nothing = kind == Kind::Controller || !word::is_named(attribute);
    if let (Some(module), true) = (wrong_kind, says_nothing) {
        let problem =
            format!("trait `{}` is {}, not {}", module.trait_name, module.kind.one(), kind.one());
        diagnostics.at(&segment.ident, problem, format!("write `{}`", wording::attribute(module)));
        return Named { module: Some(module), misspelt: exact.is_none(), ..Named::default() };
    }

    let word = word::find(attribute, meant, diagnostics);
    let Some(module) = exact else {
        return unknown(attribute, &segment.ident, &word, meant, diagnostics);
    };
    let named = word.module.unwrap_or(module);
    if word.judged && named.name != module.name {
        clash(&word, named, module, &segment.ident, diagnostics);
    }
    Named {
        module: Some(module),
        arguments: word.judged.then_some(named),
        position: word.position,
        ..Named::default()
    }
}

/// The module of an item without a trait: by the attribute's first word, or else by the types in `tokens`.
pub(super) fn of_word(
    attribute: &Attribute<'_>,
    tokens: TokenStream,
    diagnostics: &mut Diagnostics,
) -> Named {
    let by_type = by_type(tokens);
    if attribute.kind == Kind::Controller {
        return Named { module: by_type, ..Named::default() };
    }
    let by_type = by_type.filter(|module| module.kind == Kind::Action);
    let word = word::find(attribute, by_type, diagnostics);
    let module = word.module.or(word.guess).or(by_type);
    Named {
        module,
        arguments: module.filter(|_| word.judged),
        position: word.position,
        ..Named::default()
    }
}

fn by_type(tokens: TokenStream) -> Option<&'static Module> {
    tokens.into_iter().find_map(|token| match token {
        TokenTree::Ident(word) => spec::by_type(&word.to_string()),
        TokenTree::Group(group) => by_type(group.stream()),
        _ => None,
    })
}

/// A trait that is not ours, or is misspelt.
fn unknown(
    attribute: &Attribute<'_>,
    written: &syn::Ident,
    word: &ModuleWord<'_>,
    close: Option<&'static Module>,
    diagnostics: &mut Diagnostics,
) -> Named {
    let kind = attribute.kind;
    let problem = format!("trait `{written}` is not one of churnkey's {}s", kind.word());
    let instead = if let Some(module) = word.module {
        format!("write `impl {} for …`", module.trait_name)
    } else {
        let names: Vec<_> = spec::of_kind(kind).map(|module| module.trait_name).collect();
        wording::instead(&written.unraw().to_string(), &format!("the {}s", kind.word()), names)
    };
    diagnostics.at(written, problem, instead);
    let module = close.or(word.module);
    Named {
        module,
        arguments: word.module.or(close).filter(|_| word.judged),
        position: word.position,
        misspelt: close.is_some(),
        foreign: close.is_none(),
    }
}

fn clash(
    word: &ModuleWord<'_>,
    named: &Module,
    module: &Module,
    trait_name: &syn::Ident,
    diagnostics: &mut Diagnostics,
) {
    let problem =
        format!("action `{}` is not what the trait `{}` names", named.name, module.trait_name);
    let instead = match module.kind {
        Kind::Action => {
            format!("write `{}` here, or `impl {} for …` below", module.name, named.trait_name)
        }
        Kind::Controller => {
            format!("write `#[churnkey::controller]`, or `impl {} for …` below", named.trait_name)
        }
    };
    diagnostics.at(word.tokens, problem, instead);
    let problem =
        format!("trait `{}` is not what the action `{}` names", module.trait_name, named.name);
    diagnostics.at(
        trait_name,
        problem,
        format!("write `impl {} for …`, or another word above", named.trait_name),
    );
}
