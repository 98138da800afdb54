//! The context: the type behind `for`, behind the function's first `&`, or in front of the colon of `register!`.

use proc_macro2::{Ident, TokenStream, TokenTree};
use quote::{ToTokens, quote};
use syn::{GenericArgument, GenericParam, Generics, PathArguments, Type, parse_quote};

use super::types::{self, peel};
use super::wording::text;
use crate::diag::Diagnostics;

pub(super) enum Context<'a> {
    Legal(&'a Type),
    /// What was meant by a reference or a smart pointer.
    Inside(&'a Type),
    /// One that lives too short to be served.
    Borrowing(&'a Type),
    /// Nothing that a module can be implemented for.
    Impossible,
}

/// `write` says how the merchant names a context: `impl Cancel for …`.
pub(super) fn check<'a>(
    ty: &'a Type,
    generics: &Generics,
    write: &dyn Fn(&str) -> String,
    diagnostics: &mut Diagnostics,
) -> Context<'a> {
    if is_object(ty) {
        let problem = format!("context `{}` is a trait object", text(ty));
        let write = "write `struct Billing { … }` with the trait object in a field, and implement the module for that";
        diagnostics.at(ty, problem, write);
        return Context::Impossible;
    }
    if let Some(inside) = inside(ty) {
        let problem = format!("context `{}` is only a pointer", text(ty));
        diagnostics.at(
            ty,
            problem,
            format!("write `{}`: churnkey shares the context itself", write(&text(inside))),
        );
        return match check(inside, generics, write, &mut Diagnostics::default()) {
            Context::Legal(ty) => Context::Inside(ty),
            other => other,
        };
    }
    if types::is_foreign(ty) {
        let problem = format!("context `{}` is no type of your own", text(ty));
        diagnostics.at(
            ty,
            problem,
            "write `struct Billing { … }` around it, and implement the module for that",
        );
        return Context::Impossible;
    }
    if is_parameter(ty, generics) {
        let parameter = text(ty);
        let problem = format!("context `{parameter}` is a parameter, not a type of your own");
        let own = format!("Billing<{parameter}>");
        diagnostics.at(
            ty,
            problem,
            format!("write `struct {own} {{ … }}` around it, and `{}`", write(&own)),
        );
        return Context::Impossible;
    }
    let lifetimes = lifetimes(ty, generics);
    if lifetimes.is_empty() && !names(ty.to_token_stream(), &is_anonymous) {
        return Context::Legal(ty);
    }
    let problem = format!("context `{}` borrows, but it lives as long as the server", text(ty));
    let own = if lifetimes.is_empty() { ty.to_token_stream() } else { quote!(#(#lifetimes),*) };
    diagnostics.at(own, problem, "let its fields own their data, or share it with `Arc<…>`");
    Context::Borrowing(ty)
}

/// Whether a type or a constant is named in the tokens.
pub(super) fn mentions(tokens: impl ToTokens, word: &Ident) -> bool {
    names(tokens.to_token_stream(), &|lifetime, other| !lifetime && other == word)
}

/// The same of a lifetime.
pub(super) fn mentions_lifetime(tokens: impl ToTokens, name: &Ident) -> bool {
    names(tokens.to_token_stream(), &|lifetime, other| lifetime && other == name)
}

/// The generics with what every context is. A merchant would have to repeat it on each block, and of one forgotten `'static`
/// rustc makes a dozen errors; whether it holds is seen where an instantiation is registered.
pub(super) fn bounded(generics: &Generics, context: impl ToTokens, root: &TokenStream) -> Generics {
    let (mut generics, context) = (generics.clone(), context.into_token_stream());
    generics.make_where_clause().predicates.push(parse_quote!(#context: #root::Context));
    generics
}

/// The type behind a reference or in an `Arc<…>`, `Rc<…>`, `Box<…>`.
pub(super) fn inside(ty: &Type) -> Option<&Type> {
    match peel(ty) {
        Type::Reference(reference) => Some(&reference.elem),
        Type::Path(path) => {
            let segment = path.path.segments.last()?;
            let PathArguments::AngleBracketed(arguments) = &segment.arguments else {
                return None;
            };
            let pointer = ["Arc", "Rc", "Box"].iter().any(|name| segment.ident == name);
            match arguments.args.first() {
                Some(GenericArgument::Type(inside)) if pointer && arguments.args.len() == 1 => {
                    Some(inside)
                }
                _ => None,
            }
        }
        _ => None,
    }
}

fn is_object(ty: &Type) -> bool {
    matches!(peel(ty), Type::TraitObject(_)) || inside(ty).is_some_and(is_object)
}

/// Whether the context is one of the parameters itself: `impl<T> Cancel for T`.
pub(super) fn is_parameter(ty: &Type, generics: &Generics) -> bool {
    let Type::Path(path) = peel(ty) else {
        return false;
    };
    generics.type_params().any(|parameter| path.path.is_ident(&parameter.ident))
}

/// The lifetime parameters that stand in the context.
fn lifetimes<'g>(ty: &Type, generics: &'g Generics) -> Vec<&'g GenericParam> {
    let stands = |parameter: &&GenericParam| match parameter {
        GenericParam::Lifetime(parameter) => mentions_lifetime(ty, &parameter.lifetime.ident),
        _ => false,
    };
    generics.params.iter().filter(stands).collect()
}

fn is_anonymous(lifetime: bool, word: &Ident) -> bool {
    lifetime && word == "_"
}

/// Whether any word of the tokens is `wanted`, which is told whether it is a lifetime's name.
fn names(tokens: TokenStream, wanted: &dyn Fn(bool, &Ident) -> bool) -> bool {
    let mut tick = false;
    for token in tokens {
        match &token {
            TokenTree::Ident(word) if wanted(tick, word) => return true,
            TokenTree::Group(group) if names(group.stream(), wanted) => return true,
            _ => {}
        }
        tick = matches!(&token, TokenTree::Punct(punct) if punct.as_char() == '\'');
    }
    false
}
