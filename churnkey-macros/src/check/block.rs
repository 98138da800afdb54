//! The rules of an impl block.

use std::ptr;

use quote::quote;
use syn::Type;

use super::attribute::Attribute;
use super::context::{self, Context};
use super::module::{self, Named};
use super::{arguments, generics, methods, wording};
use crate::diag::Diagnostics;
use crate::model::{Checked, Entry, Handler, Item, Model, Repaired};
use crate::syntax::Block;

pub(super) fn check<'a>(
    attribute: &Attribute<'_>,
    block: &'a Block,
    diagnostics: &mut Diagnostics,
) -> Checked<'a> {
    let named = match block.trait_path() {
        Some(path) => module::of_trait(attribute, path, diagnostics),
        None => inherent(attribute, block, diagnostics),
    };
    let features = arguments::check(attribute, &named, diagnostics);
    let Some(module) = named.module else {
        return Checked { item: Item::AsWritten, model: None };
    };

    let generics = &block.head.generics;
    let parameters = wording::text(generics);
    let write = |ty: &str| format!("impl{parameters} {} for {ty}", module.trait_name);
    let (context, borrows) = match context::check(block.context(), generics, &write, diagnostics) {
        Context::Legal(ty) | Context::Inside(ty) => (ty, false),
        Context::Borrowing(ty) => (ty, true),
        Context::Impossible => return Checked { item: Item::Disabled, model: None },
    };
    let undetermined = generics::undetermined(generics, context);
    let own = generics::without_undetermined(generics, context);
    for (name, parameter) in &undetermined {
        let problem =
            format!("parameter `{name}` is not in the context `{}`", wording::text(context));
        let (own, context) = (wording::text(&own), wording::text(context));
        let write = format!("write `impl{own} {} for {context}`", module.trait_name);
        diagnostics.at(parameter, problem, write);
    }
    let entry = if borrows { Entry::None } else { Entry::of(&own) };
    let same_head = ptr::eq(context, block.context())
        && undetermined.is_empty()
        && entry == Entry::Attribute
        && !named.misspelt;
    let generics = match entry {
        Entry::Attribute => own,
        Entry::Register | Entry::None => generics::bounded(&own, quote!(Self)),
    };
    let mut model = Model {
        module,
        root: attribute.root.clone(),
        context,
        cfgs: &block.attributes.cfgs,
        place: block.place,
        features,
        endpoints: Vec::new(),
        handler: None,
        generics,
        entry,
        aside: Vec::new(),
    };
    // The block implements something else, so it stays, and the module gets a placeholder.
    if named.foreign || block.trait_path().is_none() {
        model.handler = Some(Handler::Placeholder);
        return Checked { item: Item::AsWritten, model: Some(model) };
    }

    let sorted = methods::check(module, block, diagnostics);
    let changed = sorted.changed || !sorted.missing.is_empty() || !same_head;
    model.endpoints = sorted.endpoints;
    model.aside = sorted.aside;
    let item = if changed {
        Item::Repaired(Box::new(Repaired {
            attributes: &block.attributes,
            head: head(block, &model),
            meant: named.misspelt.then_some(module),
            inner: &block.inner,
            braces: block.braces.span(),
            members: sorted.members,
            missing: sorted.missing,
        }))
    } else {
        Item::AsWritten
    };
    Checked { item, model: Some(model) }
}

fn inherent(attribute: &Attribute<'_>, block: &Block, diagnostics: &mut Diagnostics) -> Named {
    let signatures = block.methods().filter_map(|method| method.signature.as_ref());
    let named = module::of_word(attribute, quote!(#(#signatures)*), diagnostics);
    let ty = block.context();
    let write = match (named.module, attribute.kind) {
        (Some(module), _) => {
            let parameters = wording::text(&block.head.generics);
            format!("write `impl{parameters} {} for {}`", module.trait_name, wording::text(ty))
        }
        (None, kind) => wording::places(kind),
    };
    diagnostics.at(ty, format!("impl block of `{}` has no trait", wording::text(ty)), write);
    named
}

/// The block's head, with corrections.
fn head(block: &Block, model: &Model<'_>) -> syn::ItemImpl {
    let mut head = block.head.clone();
    *head.self_ty = Type::clone(model.context);
    head.generics = model.generics.clone();
    head
}
