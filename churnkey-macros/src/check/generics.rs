//! The generic parameters of a block or a function: which ones the context uses, and which bounds are added.

use proc_macro2::{Ident, TokenStream, TokenTree};
use quote::ToTokens;
use syn::punctuated::Punctuated;
use syn::{GenericParam, Generics, Type, WherePredicate, parse_quote};

/// The type and constant parameters that the context does not determine. Whether another parameter's bounds determine
/// one, as in `I: Iterator<Item = T>`, is for rustc to check.
pub(super) fn undetermined<'g>(
    generics: &'g Generics,
    context: &Type,
) -> Vec<(&'g Ident, &'g GenericParam)> {
    let named = generics.params.iter().filter_map(|parameter| Some((name(parameter)?, parameter)));
    named.filter(|(name, _)| !mentions(context, name) && !is_bound(generics, name)).collect()
}

/// The generics without those parameters and their bounds.
pub(super) fn without_undetermined(generics: &Generics, context: &Type) -> Generics {
    let undetermined: Vec<&Ident> =
        undetermined(generics, context).into_iter().map(|(name, _)| name).collect();
    let mut own = generics.clone();
    let is_own =
        |parameter: &GenericParam| name(parameter).is_none_or(|name| !undetermined.contains(&name));
    own.params = own.params.into_iter().filter(is_own).collect();
    retain_predicates(&mut own, |predicate| {
        !undetermined.iter().any(|name| mentions(predicate, name))
    });
    own
}

/// The generics without a function's lifetimes, which an impl's `&self` does not have. If the bounds of another
/// parameter name one, rustc refuses it.
pub(super) fn without_lifetimes(mut generics: Generics) -> Generics {
    let is_lifetime = |parameter: &GenericParam| matches!(parameter, GenericParam::Lifetime(_));
    let others = generics.params.iter().filter(|parameter| !is_lifetime(parameter));
    let others: TokenStream = others.map(ToTokens::to_token_stream).collect();
    let (mut kept, mut gone) = (Punctuated::new(), Vec::new());
    for parameter in generics.params {
        match parameter {
            GenericParam::Lifetime(it) if !mentions_lifetime(&others, &it.lifetime.ident) => {
                gone.push(it.lifetime.ident);
            }
            other => kept.push(other),
        }
    }
    generics.params = kept;
    retain_predicates(&mut generics, |predicate| {
        !gone.iter().any(|name| mentions_lifetime(predicate, name))
    });
    generics
}

/// The generics with the bounds of a context. Without them, a merchant would have to repeat them on each block, and one
/// forgotten `'static` would cause a dozen errors. A type that does not satisfy them is reported where an instantiation
/// is registered. There rustc names the field at fault, which it does for these three bounds but not for the runtime's
/// `Context`.
pub(super) fn bounded(generics: &Generics, context: impl ToTokens) -> Generics {
    let (mut generics, context) = (generics.clone(), context.into_token_stream());
    let bound = parse_quote!(#context: ::core::marker::Send + ::core::marker::Sync + 'static);
    generics.make_where_clause().predicates.push(bound);
    generics
}

/// The lifetime parameters that the context names.
pub(super) fn lifetimes<'g>(generics: &'g Generics, context: &Type) -> Vec<&'g GenericParam> {
    let stands = |parameter: &&GenericParam| match parameter {
        GenericParam::Lifetime(parameter) => mentions_lifetime(context, &parameter.lifetime.ident),
        _ => false,
    };
    generics.params.iter().filter(stands).collect()
}

/// Whether the context names `'_`.
pub(super) fn is_anonymous(context: &Type) -> bool {
    any_word(context.to_token_stream(), &|lifetime, word| lifetime && word == "_")
}

fn retain_predicates(generics: &mut Generics, retain: impl Fn(&WherePredicate) -> bool) {
    if let Some(clause) = &mut generics.where_clause {
        let predicates = std::mem::take(&mut clause.predicates);
        clause.predicates = predicates.into_iter().filter(retain).collect();
    }
}

/// Whether another parameter's bound names this parameter.
fn is_bound(generics: &Generics, name: &Ident) -> bool {
    let of_others =
        |parameter: &syn::TypeParam| parameter.ident != *name && mentions(&parameter.bounds, name);
    let mut predicates = generics.where_clause.iter().flat_map(|clause| &clause.predicates);
    generics.type_params().any(of_others)
        || predicates.any(|predicate| match predicate {
            WherePredicate::Type(predicate) => mentions(&predicate.bounds, name),
            _ => false,
        })
}

/// The name of a type or constant parameter.
fn name(parameter: &GenericParam) -> Option<&Ident> {
    match parameter {
        GenericParam::Type(parameter) => Some(&parameter.ident),
        GenericParam::Const(parameter) => Some(&parameter.ident),
        GenericParam::Lifetime(_) => None,
    }
}

fn mentions(tokens: impl ToTokens, name: &Ident) -> bool {
    any_word(tokens.to_token_stream(), &|lifetime, word| !lifetime && word == name)
}

fn mentions_lifetime(tokens: impl ToTokens, name: &Ident) -> bool {
    any_word(tokens.to_token_stream(), &|lifetime, word| lifetime && word == name)
}

/// Whether any word of the tokens is `wanted`. Its first argument says whether the word is a lifetime's name.
fn any_word(tokens: TokenStream, wanted: &dyn Fn(bool, &Ident) -> bool) -> bool {
    let mut tick = false;
    for token in tokens {
        match &token {
            TokenTree::Ident(word) if wanted(tick, word) => return true,
            TokenTree::Group(group) if any_word(group.stream(), wanted) => return true,
            _ => {}
        }
        tick = matches!(&token, TokenTree::Punct(punct) if punct.as_char() == '\'');
    }
    false
}
