//! The parameters of a block or a function: which of them its context has, and the bound that is added to them.

use proc_macro2::{Ident, TokenStream, TokenTree};
use quote::ToTokens;
use syn::{GenericParam, Generics, Type, WherePredicate, parse_quote};

/// The type and constant parameters that an instantiation of the context does not tell. What another parameter's bounds
/// tell of one, `I: Iterator<Item = T>`, is rustc's to judge.
pub(super) fn strangers<'g>(generics: &'g Generics, context: &Type) -> Vec<&'g GenericParam> {
    let is_stranger = |parameter: &&GenericParam| {
        name(parameter).is_some_and(|name| !mentions(context, name) && !is_bound(generics, name))
    };
    generics.params.iter().filter(is_stranger).collect()
}

/// The generics without those, and without what their bounds say.
pub(super) fn without_strangers(generics: &Generics, context: &Type) -> Generics {
    let strangers: Vec<&Ident> =
        strangers(generics, context).into_iter().filter_map(name).collect();
    let mut own = generics.clone();
    let is_own =
        |parameter: &GenericParam| name(parameter).is_none_or(|name| !strangers.contains(&name));
    own.params = own.params.into_iter().filter(is_own).collect();
    if let Some(clause) = &mut own.where_clause {
        let speaks_of_own =
            |predicate: &WherePredicate| !strangers.iter().any(|name| mentions(predicate, name));
        let predicates = std::mem::take(&mut clause.predicates);
        clause.predicates = predicates.into_iter().filter(speaks_of_own).collect();
    }
    own
}

/// The generics without the lifetimes that nothing else among them names: those of a function's references.
pub(super) fn without_lifetimes_of_references(mut generics: Generics) -> Generics {
    let is_lifetime = |parameter: &&GenericParam| matches!(parameter, GenericParam::Lifetime(_));
    let others = generics.params.iter().filter(|parameter| !is_lifetime(parameter));
    let mut others: TokenStream = others.map(ToTokens::to_token_stream).collect();
    generics.where_clause.to_tokens(&mut others);
    let stays = |parameter: &GenericParam| match parameter {
        GenericParam::Lifetime(parameter) => {
            mentions_lifetime(others.clone(), &parameter.lifetime.ident)
        }
        _ => true,
    };
    generics.params = generics.params.into_iter().filter(stays).collect();
    generics
}

/// The generics with what every context is. A merchant would have to repeat it on each block, and of one forgotten `'static`
/// rustc makes a dozen errors. So it is seen where an instantiation is registered, and rustc names the field there, which it
/// does of these three bounds alone and not of the runtime's `Context`.
pub(super) fn bounded(generics: &Generics, context: impl ToTokens) -> Generics {
    let (mut generics, context) = (generics.clone(), context.into_token_stream());
    let bound = parse_quote!(#context: ::core::marker::Send + ::core::marker::Sync + 'static);
    generics.make_where_clause().predicates.push(bound);
    generics
}

/// The lifetime parameters that stand in the context.
pub(super) fn lifetimes<'g>(generics: &'g Generics, context: &Type) -> Vec<&'g GenericParam> {
    let stands = |parameter: &&GenericParam| match parameter {
        GenericParam::Lifetime(parameter) => mentions_lifetime(context, &parameter.lifetime.ident),
        _ => false,
    };
    generics.params.iter().filter(stands).collect()
}

/// Whether `'_` stands in the context.
pub(super) fn is_anonymous(context: &Type) -> bool {
    any_word(context.to_token_stream(), &|lifetime, word| lifetime && word == "_")
}

/// Whether a bound of something else names this parameter.
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

/// Whether any word of the tokens is `wanted`, which is told whether it is a lifetime's name.
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
