//! The context: the type behind `for`, or behind the function's first `&`.

use proc_macro2::{TokenStream, TokenTree};
use quote::ToTokens;
use syn::{GenericArgument, GenericParam, Generics, PathArguments, Type, parse_quote};

use super::types::{self, peel};
use super::wording::text;
use crate::diag::Diagnostics;

pub(super) enum Context<'a> {
    Legal(&'a Type),
    /// What was meant by a reference or a smart pointer.
    Inside(&'a Type),
    /// Generic, with what stands in for registering it.
    Generic(&'a Type, Generics),
    /// Nothing that a module can be implemented for.
    Impossible,
}

/// `write` says how the merchant names a context: `impl Cancel for …`.
pub(super) fn check<'a>(
    ty: &'a Type,
    generics: Option<&Generics>,
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
        let problem = format!("context `{}` is not a type of your own", text(ty));
        diagnostics.at(
            ty,
            problem,
            "write `struct Billing { … }` around it, and implement the module for that",
        );
        return Context::Impossible;
    }
    let Some(generics) =
        generics.filter(|generics| !generics.params.is_empty() || borrows(ty.to_token_stream()))
    else {
        return Context::Legal(ty);
    };
    if generics.params.iter().all(|parameter| matches!(parameter, GenericParam::Lifetime(_))) {
        let problem = format!("context `{}` borrows, but it lives as long as the server", text(ty));
        let own = if generics.params.is_empty() {
            ty.to_token_stream()
        } else {
            generics.params.to_token_stream()
        };
        diagnostics.at(own, problem, "let its fields own their data, or share it with `Arc<…>`");
    } else {
        let problem =
            format!("context `{}` is generic, and a generic type cannot be registered", text(ty));
        let concrete = concrete(ty, generics);
        let instead = format!(
            "write one concrete type, `{}`, or keep what varies in a field such as `Arc<dyn Store>`",
            write(&concrete)
        );
        diagnostics.at(&generics.params, problem, instead);
        if is_parameter(ty, generics) {
            return Context::Impossible;
        }
    }
    Context::Generic(ty, bounded(generics))
}

/// What a context must be; assumed for a generic one, so that our error stands alone.
fn bounded(generics: &Generics) -> Generics {
    let mut generics = generics.clone();
    let bound = parse_quote!(Self: ::core::marker::Send + ::core::marker::Sync + 'static);
    generics.make_where_clause().predicates.push(bound);
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

/// Whether an anonymous lifetime, `'_`, stands in the type.
fn borrows(tokens: TokenStream) -> bool {
    let mut tick = false;
    for token in tokens {
        match &token {
            TokenTree::Ident(word) if tick && word == "_" => return true,
            TokenTree::Group(group) if borrows(group.stream()) => return true,
            _ => {}
        }
        tick = matches!(&token, TokenTree::Punct(punct) if punct.as_char() == '\'');
    }
    false
}

/// Whether the context is one of the parameters itself: `impl<T> Cancel for T`.
fn is_parameter(ty: &Type, generics: &Generics) -> bool {
    let Type::Path(path) = peel(ty) else {
        return false;
    };
    generics.type_params().any(|parameter| path.path.is_ident(&parameter.ident))
}

/// An example of the context that is not generic.
fn concrete(ty: &Type, generics: &Generics) -> String {
    match peel(ty) {
        Type::Path(path) if !is_parameter(ty, generics) => {
            let name = path
                .path
                .segments
                .last()
                .map(|segment| segment.ident.to_string())
                .unwrap_or_default();
            let argument = if generics.type_params().next().is_some() { "Postgres" } else { "3" };
            format!("{name}<{argument}>")
        }
        _ => "Billing".to_owned(),
    }
}
