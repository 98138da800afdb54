//! The rules of an impl block.

use quote::quote;
use syn::Type;

use super::context::{self, Context};
use super::module::{self, Named};
use super::{Attribute, Checked, arguments, methods, wording};
use crate::diag::Diagnostics;
use crate::model::{Entry, Handler, Item, Model, Repaired};
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
    let (context, entry, inside) =
        match context::check(block.context(), generics, &write, diagnostics) {
            Context::Legal(ty) => (ty, Entry::of(generics), false),
            Context::Inside(ty) => (ty, Entry::of(generics), true),
            Context::Borrowing(ty) => (ty, Entry::None, false),
            Context::Impossible => return Checked { item: Item::Disabled, model: None },
        };
    let (generics, bounded) = match entry {
        Entry::Attribute => (generics.clone(), false),
        Entry::Register | Entry::None => {
            (context::bounded(generics, quote!(Self), &attribute.root), true)
        }
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
    // The block is for something else: it stays, and the module gets a placeholder.
    if named.foreign || block.trait_path().is_none() {
        model.handler = Some(Handler::Placeholder);
        return Checked { item: Item::AsWritten, model: Some(model) };
    }

    let sorted = methods::check(module, block, diagnostics);
    let changed =
        sorted.changed || !sorted.missing.is_empty() || inside || bounded || named.misspelt;
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

/// The block's head, with what was meant in place of what was written.
fn head(block: &Block, model: &Model<'_>) -> syn::ItemImpl {
    let mut head = block.head.clone();
    *head.self_ty = Type::clone(model.context);
    head.generics = model.generics.clone();
    head
}
